import { startHeartbeat } from '@tuvens/platform/nodes/heartbeat'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OperatorStand, startOperatorStand } from './stand.ts'

let stand: OperatorStand
beforeAll(async () => {
  stand = await startOperatorStand()
})
afterAll(() => stand.stop())

const health = async () => stand.ops('health', '--json')

describe('the health of the nodes', () => {
  it('shows each node of both services while it runs, and one that died until it is forgotten', async () => {
    const { api, tickets } = stand.world
    const running = [startHeartbeat(api.context), startHeartbeat(tickets.context)]
    const counts = async () => {
      const { document } = await health()
      return [document.api.nodes.length, document.ticket_origin.nodes.length]
    }
    await expect.poll(counts).toEqual([1, 1])
    expect((await health()).code).toBe(0)
    await api.context.db`
      insert into nodes (id, name, version, started_at, seen_at, facts)
      values (gen_random_uuid(), 'api-2:3001', '0.1.0', now(), now() - interval '31 seconds', '{"rssBytes": 1, "loopDelayMs": 1}')`
    expect((await health()).code).toBe(1)
    const page = await (await stand.get('/', { accept: 'application/json' })).json()
    expect(page.api.nodes.map(({ version }: { version: string }) => version)).toEqual(['0.1.0', '0.1.0'])
    await api.context.db`delete from nodes where name = 'api-2:3001'`
    await Promise.all(running.map((each) => each.stop()))
    expect(await counts()).toEqual([0, 0])
  })
})

describe('links', () => {
  it('are listed with what is wrong with them', async () => {
    const event = await stand.organiser.event()
    await stand.organiser.enable(event.id)
    const find = async (...args: string[]) =>
      (await stand.ops('links', 'list', '--event', event.id, ...args, '--json')).document.links
    await expect
      .poll(() => find())
      .toMatchObject([{ event_id: event.id, source_status: 'DRAFT', stopped_reason: null }])
    expect(await find('--state', 'attention')).toEqual([])
    await stand.world.tickets.context.db`
      update link_statuses set stopped_at = now(), stopped_reason = 'conflict' where tuvens_event_id = ${event.id}`
    expect(await find('--state', 'attention')).toMatchObject([{ stopped_reason: 'conflict' }])
  })
})
