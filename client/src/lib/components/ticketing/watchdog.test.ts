import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWatchdog, type FrameState, type Watchdog } from './watchdog.ts'

let told: FrameState[]
let dog: Watchdog

beforeEach(() => {
  vi.useFakeTimers()
  told = []
  dog = createWatchdog((state) => told.push(state))
})

afterEach(() => vi.useRealTimers())

describe('the watchdog over a ticket frame', () => {
  it('reports ready when the frame sends a message', () => {
    dog.start()
    dog.loaded()
    dog.ready()
    vi.advanceTimersByTime(60_000)
    expect(told).toEqual(['ready'])
  })

  it('reports failed four seconds after a load without a message', () => {
    dog.start()
    dog.loaded()
    vi.advanceTimersByTime(3_999)
    expect(told).toEqual([])
    vi.advanceTimersByTime(1)
    expect(told).toEqual(['failed'])
  })

  it('reports a timeout after ten seconds without a load', () => {
    dog.start()
    vi.advanceTimersByTime(9_999)
    expect(told).toEqual([])
    vi.advanceTimersByTime(1)
    expect(told).toEqual(['timeout'])
  })

  it('does not count silence before the frame is in view', () => {
    dog.loaded()
    vi.advanceTimersByTime(60_000)
    expect(told).toEqual([])
    dog.start()
    vi.advanceTimersByTime(4_000)
    expect(told).toEqual(['failed'])
  })

  it('reports ready after a late message', () => {
    dog.start()
    vi.advanceTimersByTime(10_000)
    dog.ready()
    expect(told).toEqual(['timeout', 'ready'])
  })

  it('reports nothing after it was stopped', () => {
    dog.start()
    dog.stop()
    vi.advanceTimersByTime(60_000)
    expect(told).toEqual([])
  })
})
