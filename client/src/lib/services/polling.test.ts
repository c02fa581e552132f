import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Polling, startPolling } from './polling.ts'

let looks: number
let again: Polling
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

const start = (look = async () => void (looks += 1)) => (again = startPolling(look))
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)
const turn = (to: boolean) => {
  hidden = to
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('polling', () => {
  it('reads every fifteen seconds', async () => {
    start()
    await pass(46)
    expect(looks).toBe(3)
  })

  it('pauses while the page is hidden, and reads soon after it is shown again', async () => {
    start()
    turn(true)
    await pass(300)
    expect(looks).toBe(0)
    turn(false)
    await pass(1)
    expect(looks).toBe(1)
  })

  it('reads once soon after several changes', async () => {
    start()
    for (let news = 0; news < 5; news++) again.soon()
    await pass(1)
    expect(looks).toBe(1)
  })

  it('reads at once on request, also while the page is hidden', async () => {
    start()
    turn(true)
    await again.now()
    expect(looks).toBe(1)
    await pass(60)
    expect(looks).toBe(1)
  })

  it('never reads twice at the same time, and continues after a failure', async () => {
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

  it('stops with the page', async () => {
    start()
    again.stop()
    again.soon()
    await pass(60)
    expect(looks).toBe(0)
  })
})
