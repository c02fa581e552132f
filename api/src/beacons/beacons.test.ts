import { API_ROUTES, type Beacon } from '@tuvens/contract'
import { watchMetric } from '@tuvens/platform/test-support/metrics'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, TestApi, type TestWorld } from '../../test-support/api.ts'

let world: TestWorld
let api: TestApi
beforeAll(async () => {
  world = await startWorld()
  api = world.api
})
afterAll(() => world.end())

const send = (payload: Beacon | string, node = api) =>
  node.app.inject({
    method: 'POST',
    url: API_ROUTES.beacon.path,
    headers: { host: 'localhost:3001', 'content-type': 'application/json', origin: 'https://site.example' },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })

describe('a beacon', () => {
  it('adds what a page view felt like to the metrics, in base units', async () => {
    const names = ['LCP', 'INP', 'CLS']
    const [lcp, inp, cls] = await Promise.all(
      names.map((name) => watchMetric('tuvens_web_vital_sum', { name })),
    )
    const widget = await watchMetric('tuvens_widget_load_seconds_sum', { outcome: 'ready' })
    const answer = await send({ lcp: 1_500, inp: 80, cls: 0.02, widget: { outcome: 'ready', ms: 700 } })
    expect([answer.statusCode, answer.body, answer.cookies]).toEqual([204, '', []])
    expect([await lcp?.(), await inp?.(), await cls?.(), await widget()]).toEqual([
      expect.closeTo(1.5),
      expect.closeTo(0.08),
      expect.closeTo(0.02),
      expect.closeTo(0.7),
    ])
  })

  it.each([
    '{"name":"TTFB"}',
    '{"widget":{"outcome":"odd","ms":1}}',
    '{"lcp":-1}',
    '{"lcp":1e9}',
    '{"lcp":1,"page":"/event/7"}',
  ])('is refused when it is %s', async (body) => {
    expect((await send(body)).statusCode).toBe(400)
  })

  it('is refused when it is long, and from a client that sends many', async () => {
    expect((await send(`{"lcp":1${' '.repeat(600)}}`)).statusCode).toBe(413)
    const limited = await TestApi.start(world.database.url, { LIMIT_BEACONS: '2' })
    const statuses = [await send({}, limited), await send({}, limited), await send({}, limited)]
    expect(statuses.map((each) => each.statusCode)).toEqual([204, 204, 429])
    await limited.stop()
  })
})
