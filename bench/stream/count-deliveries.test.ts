import { describe, expect, it } from 'vitest'
import { countDeliveries } from './count-deliveries.ts'

const STAMPS = ['2026-01-01T12:00:00.000Z', '2026-01-01T12:00:00.250Z', '2026-01-01T12:00:01.000Z']
const wire = STAMPS.map(
  (stamp, id) => `4f\r\nid: ${id}\ndata: {"version":${id},"timestamp":"${stamp}","x":1}\n\n\r\n`,
)

describe('counting deliveries', () => {
  it.each([1, 2, 7, 40, 1000])(
    'finds every change in a stream that arrives in pieces of %i bytes',
    (size) => {
      const found: string[] = []
      const feed = countDeliveries((timestamp) => found.push(timestamp))
      const bytes = Buffer.from(wire.join(':\n\n'))
      for (let at = 0; at < bytes.length; at += size) feed(bytes.subarray(at, at + size))
      expect(found).toEqual(STAMPS)
    },
  )
})
