import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { OpsIo } from '../command.ts'
import { RELEASE_CHECK } from './check.ts'

const servers: Server[] = []
afterEach(() => {
  for (const each of servers.splice(0)) each.close()
})

type Answered = { requests: number; errors?: number; seconds?: number; startedAt?: number }

/** The metrics page of a node that answered so many requests of one route, all in the same time. */
function pageOf({ requests, errors = 0, seconds = 0.02, startedAt = 1 }: Answered): string {
  const line = (status: string, count: number) =>
    [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, '+Inf']
      .map((le) => {
        const within = le === '+Inf' || Number(le) >= seconds ? count : 0
        return `tuvens_http_request_duration_seconds_bucket{le="${le}",method="GET",route="/api/events/:id",status="${status}"} ${within}`
      })
      .concat(
        `tuvens_http_request_duration_seconds_count{method="GET",route="/api/events/:id",status="${status}"} ${count}`,
        // Balancers; a node that stops answers 503.
        `tuvens_http_request_duration_seconds_count{method="GET",route="/readyz",status="5xx"} ${requests}`,
      )
  return [
    '# HELP process_start_time_seconds Start time of the process since unix epoch in seconds.',
    `process_start_time_seconds ${startedAt}`,
    ...line('2xx', requests - errors),
    ...line('5xx', errors),
  ].join('\n')
}

/** A node whose metrics page shows one state after the other. */
async function node(...states: Answered[]): Promise<string> {
  let at = 0
  const server = createServer((_request, response) => {
    response.end(pageOf(states[Math.min(at++, states.length - 1)] ?? { requests: 0 }))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
}

async function check(canary: string, ...stable: string[]) {
  let result: unknown
  const io = { print: () => {}, result: (value: unknown) => (result = value) } as unknown as OpsIo
  const args = ['--canary', canary, ...stable.flatMap((each) => ['--stable', each]), '--seconds', '0']
  return { code: await RELEASE_CHECK.run(args, io), result }
}

const IDLE = { requests: 1_000, errors: 500 }
const good = () => node(IDLE, { requests: 3_000, errors: 502 })

describe('ops release check', () => {
  it('accepts a canary that is as good as the others, whatever happened before', async () => {
    const { code, result } = await check(
      await node(IDLE, { requests: 1_900, errors: 501 }),
      await good(),
      await good(),
    )
    expect([code, result]).toMatchObject([0, { ok: true, reasons: [] }])
  })

  it('refuses one that fails more requests', async () => {
    const { code, result } = await check(await node(IDLE, { requests: 2_000, errors: 530 }), await good())
    expect(code).toBe(1)
    expect(result).toMatchObject({
      ok: false,
      reasons: [
        {
          kind: 'errors',
          route: 'GET /api/events/:id',
          canary: { requests: 1_000, errors: 30 },
          stable: { requests: 2_000, errors: 2 },
        },
        { kind: 'errors', route: 'all routes' },
      ],
    })
  })

  it('refuses one that is slower', async () => {
    const slow = await node({ requests: 0 }, { requests: 500, seconds: 0.2 })
    const { code, result } = await check(slow, await node({ requests: 0 }, { requests: 500 }))
    expect(code).toBe(1)
    expect(result).toMatchObject({ reasons: [{ kind: 'latency', route: 'GET /api/events/:id' }] })
  })

  it('does not take chance for a fault', async () => {
    const { code } = await check(
      await node({ requests: 0 }, { requests: 400, errors: 3 }),
      await node({ requests: 0 }, { requests: 400, errors: 1 }),
    )
    expect(code).toBe(0)
  })

  it('decides nothing without enough requests', async () => {
    const { code, result } = await check(await node({ requests: 0 }, { requests: 10 }), await good())
    const few = { kind: 'too few requests', requests: 10 }
    expect([code, result]).toMatchObject([1, { reasons: [{ ...few, side: 'canary' }] }])
    const [idle, quiet] = await Promise.all([
      node({ requests: 0 }, { requests: 4 }),
      node({ requests: 0 }, { requests: 6 }),
    ])
    expect(await check(await good(), idle, quiet)).toMatchObject({
      code: 1,
      result: { ok: false, reasons: [{ ...few, side: 'stable' }] },
    })
  })

  it('refuses one that was started again, or is away', async () => {
    const restarted = await node({ requests: 0 }, { requests: 500, startedAt: 2 })
    expect(await check(restarted, await good())).toMatchObject({
      code: 1,
      result: { reasons: [{ kind: 'restarted', node: restarted }] },
    })
    const away = 'http://127.0.0.1:9/metrics'
    expect(await check(away, await good())).toMatchObject({
      code: 1,
      result: { reasons: [{ kind: 'unreachable', node: away }] },
    })
  })
})
