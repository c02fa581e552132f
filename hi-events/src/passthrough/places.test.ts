import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../../test-support/harness.ts'
import { dial, type Stand, startStand, type StandOptions } from '../../test-support/passthrough-stand.ts'
import type { GateVerdict } from './login/gate.ts'

const stands: Stand[] = []
afterEach(async () => {
  await Promise.all(stands.splice(0).map((stand) => stand.stop()))
})

const STRANGER: GateVerdict = { login: null, presented: null, refusal: null }
const LINE = 'GET /api/x HTTP/1.1\r\nHost: localhost\r\n\r\n'

/** A pass-through whose look-ups of people take until the test answers them. */
async function start(limits: StandOptions['limits'] = {}) {
  const waiting: { resolve: (verdict: GateVerdict) => void; reject: (error: Error) => void }[] = []
  const gate = () =>
    new Promise<GateVerdict>((resolve, reject) => {
      waiting.push({ resolve, reject })
    })
  const logins = { gate, swap: () => null, attach: () => () => {} }
  const stand = await startStand({ logins, limits })
  stands.push(stand)
  return { stand, waiting }
}

describe('a request for which there is no place', () => {
  it('is refused before anything is looked up or stored for it', async () => {
    const { stand, waiting } = await start({ perClient: 2 })
    const lines = await Promise.all([1, 2, 3, 4, 5].map(async () => dial(stand, LINE)))
    await until(() => lines.filter(({ said }) => said().startsWith('HTTP/1.1 429')).length === 3)
    expect(waiting).toHaveLength(2)
    for (const { resolve } of waiting) resolve(STRANGER)
    await until(() => lines.filter(({ said }) => said().startsWith('HTTP/1.1 200')).length === 2)
  })
})

describe('a place', () => {
  it.each([
    ['the look-up fails', 503, ({ reject }: Waiting) => reject(new TypeError('no database'))],
    ['the request is refused', 429, ({ resolve }: Waiting) => resolve(refused)],
    ['the request is done here', 200, ({ resolve }: Waiting) => resolve(answered)],
  ])('is free again when %s', async (_when, status, settle) => {
    const { stand, waiting } = await start({ perClient: 1 })
    for (let round = 1; round <= 3; round++) {
      const line = await dial(stand, LINE)
      await until(() => waiting.length === round, 'the look-up to begin')
      settle(waiting[round - 1] as Waiting)
      await until(() => line.said().startsWith(`HTTP/1.1 ${status}`), `status ${status}`)
      line.socket.destroy()
    }
  })

  it('is free again when the visitor leaves during the look-up', async () => {
    const { stand, waiting } = await start({ perClient: 1 })
    const gone = await dial(stand, LINE)
    await until(() => waiting.length === 1, 'the look-up to begin')
    gone.socket.destroy()
    waiting[0]?.resolve(STRANGER)
    const next = await dial(stand, LINE)
    await until(() => waiting.length === 2 || next.said() !== '')
    waiting[1]?.resolve(STRANGER)
    await until(() => next.said() !== '', 'an answer')
    expect(next.said()).toMatch(/^HTTP\/1\.1 200/)
  })
})

type Waiting = { resolve: (verdict: GateVerdict) => void; reject: (error: Error) => void }
const refused: GateVerdict = {
  ...STRANGER,
  refusal: { code: 'RATE_LIMITED', title: 'Many', sentence: 'Wait.', retryAfter: 1 },
}
const answered: GateVerdict = { ...STRANGER, answer: { headers: {}, body: {} } }
