import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type LookAgain, lookAgain } from './lookAgain.ts'

let looks: number
let again: LookAgain
let hidden: boolean

beforeEach(() => {
  vi.useFakeTimers()
  ;[looks, hidden] = [0, false]
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden)
})
afterEach(() => {
  again.stop()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const start = (look = async () => void (looks += 1)) => (again = lookAgain(look))
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)
const turn = (to: boolean) => {
  hidden = to
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('looking again', () => {
  it('happens every fifteen seconds', async () => {
    start()
    await pass(46)
    expect(looks).toBe(3)
  })

  it('rests while nobody can see the page, and happens at once when somebody can again', async () => {
    start()
    turn(true)
    await pass(300)
    expect(looks).toBe(0)
    turn(false)
    await pass(1)
    expect(looks).toBe(1)
  })

  it('happens soon after news, once for all that comes together', async () => {
    start()
    for (let news = 0; news < 5; news++) again.soon()
    await pass(1)
    expect(looks).toBe(1)
  })

  it('happens at once for whoever asks, also while it would rest', async () => {
    start()
    turn(true)
    await again.now()
    expect(looks).toBe(1)
    await pass(60)
    expect(looks).toBe(1)
  })

  it('never happens twice at once, and goes on after a failure', async () => {
    let fail = () => {}
    start(() => {
      looks += 1
      return new Promise((_, reject) => {
        fail = () => reject(new TypeError('Failed to fetch'))
      })
    })
    await pass(20)
    void again.now()
    await pass(40)
    expect(looks).toBe(1)
    fail()
    await pass(16)
    expect(looks).toBe(2)
  })

  it('ends with the page', async () => {
    start()
    again.stop()
    again.soon()
    await pass(60)
    expect(looks).toBe(0)
  })
})
