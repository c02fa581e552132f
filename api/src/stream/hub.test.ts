import { HEARTBEAT_SECONDS } from '@tuvens/contract'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connection } from './connection.ts'
import { START } from './cursor.ts'
import { Hub } from './hub.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A connection whose response goes nowhere, and the times at which it was written to. */
function quietConnection() {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  const writtenAt: number[] = []
  vi.spyOn(response, 'write').mockImplementation(() => {
    writtenAt.push(Date.now())
    return true
  })
  const connection = new Connection({ response, eventIds: null, drainMs: 1_000, onLag: () => {} })
  return { connection, writtenAt }
}

describe('a quiet stream', () => {
  it('gets a heartbeat every 15 seconds, and not in the same second as its neighbour', () => {
    const hub = new Hub()
    const [one, two] = [quietConnection(), quietConnection()]
    for (const { connection } of [one, two]) {
      hub.add(connection)
      connection.goLive(START)
    }
    vi.advanceTimersByTime(60_000)
    for (const { writtenAt } of [one, two]) {
      const gaps = writtenAt.slice(2).map((at, index) => at - (writtenAt[index + 1] ?? 0))
      expect(gaps).toEqual(
        [HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS].map((gap) => gap * 1_000),
      )
    }
    expect(one.writtenAt[1]).not.toBe(two.writtenAt[1])
    hub.close()
  })
})
