import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NewestDetails, type ShownDetails } from './newestDetails.ts'
import { readEventDetails } from './readEventDetails.ts'

const DETAILS: ShownDetails = {
  title: 'Jazz',
  description: '',
  startDate: '2030-01-01T10:00:00.000Z',
  endDate: null,
  timezone: 'Europe/Amsterdam',
  venue: { name: 'De Kas', city: 'Amsterdam' },
  imageUrl: null,
  imageAlt: null,
  category: 'MUSIC',
  currency: 'EUR',
  contactData: { email: 'hello@example.com', hiEventsEventId: 2 },
  detailsVersion: 1,
  updatedAt: '2026-01-01T10:00:00.000Z',
}

let answers: (ShownDetails | Error)[]
let reads: number
let details: NewestDetails

beforeEach(() => {
  vi.useFakeTimers()
  ;[answers, reads] = [[], 0]
  details = new NewestDetails({
    random: () => 1,
    read: async () => {
      const answer = answers[Math.min(reads, answers.length - 1)]
      reads += 1
      if (answer === undefined || answer instanceof Error) throw answer
      return answer
    },
    // As a component that shows version 2 of the stream.
    onRead: (id) => void details.newest(id, 2),
  })
})
afterEach(() => vi.useRealTimers())

describe('the details of an edited event', () => {
  it('are read once, a moment after the stream has told', async () => {
    answers = [{ ...DETAILS, detailsVersion: 2 }]
    expect(details.newest('1', 2)).toBeUndefined()
    details.newest('1', 2)
    await vi.advanceTimersByTimeAsync(120_000)
    expect([reads, details.newest('1', 2)?.detailsVersion]).toEqual([1, 2])
  })

  it('are read again while a cache answers with older ones, and after a failure, less and less often', async () => {
    answers = [DETAILS, new Error('no answer'), { ...DETAILS, detailsVersion: 2 }]
    details.newest('1', 2)
    const readsAfter = async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms)
      return reads
    }
    expect([await readsAfter(1_000), await readsAfter(4_000), await readsAfter(10_000)]).toEqual([1, 2, 3])
    expect(await readsAfter(120_000)).toBe(3)
  })

  it('are not read while the page is hidden, and read when it is shown again', async () => {
    answers = [{ ...DETAILS, detailsVersion: 2 }]
    details.newest('1', 2)
    details.stop()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(reads).toBe(0)
    details.resume()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(reads).toBe(1)
  })
})

describe('an answer of the API', () => {
  it('has the details of an event', () => {
    expect(readEventDetails({ ...DETAILS, id: '1' })).toMatchObject(DETAILS)
    expect(readEventDetails({ ...DETAILS, venue: null })).not.toBeNull()
  })

  it.each([
    null,
    'text',
    {},
    { ...DETAILS, title: 7 },
    { ...DETAILS, startDate: 'soon' },
    { ...DETAILS, endDate: undefined },
    { ...DETAILS, venue: { name: 'De Kas', city: 7 } },
    { ...DETAILS, contactData: { website: {} } },
    { ...DETAILS, detailsVersion: undefined },
  ])('is ignored when it is not: %#', (value) => {
    expect(readEventDetails(value)).toBeNull()
  })
})
