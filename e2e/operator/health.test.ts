import { EDITS_SWITCHED_OFF } from '@tuvens/contract'
import { startHeartbeat } from '@tuvens/platform/nodes/heartbeat'
import { nodeFacts } from '../../hi-events/src/gauges/node-facts.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OperatorStand, startOperatorStand, TOKEN } from './stand.ts'

let stand: OperatorStand
beforeAll(async () => {
  stand = await startOperatorStand()
})
afterAll(() => stand.stop())

/** A page of the console as a browser shows it. */
async function page(path: string): Promise<string> {
  const headers = { 'sec-fetch-site': 'same-origin' }
  const body = new URLSearchParams({ token: TOKEN })
  const options = { method: 'POST', headers, body, redirect: 'manual' } as const
  const cookie = (await fetch(`${stand.url}/sign-in`, options)).headers.get('set-cookie') ?? ''
  return (await fetch(stand.url + path, { headers: { accept: 'text/html', cookie } })).text()
}

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

describe('the ticket system', () => {
  it('is shown as away while a node calls it no more', async () => {
    const { context } = stand.world.tickets
    const read = async () => (await health()).document.ticket_origin
    const beat = (isAway: boolean) =>
      startHeartbeat(context, () => nodeFacts({ caller: { guards: { breaker: { isOpen: () => isAway } } } }))
    const closed = beat(false)
    await expect.poll(read).toMatchObject({ nodes: [{}], nodes_without_ticket_system: 0 })
    await closed.stop()
    const open = beat(true)
    await expect.poll(read).toMatchObject({ nodes: [{}], nodes_without_ticket_system: 1 })
    const { code, stdout } = await stand.ops('health')
    expect([code, stdout]).toEqual([1, expect.stringContaining('The ticket system does not answer')])
    expect(stdout).toMatch(/accounts of the ticket system: \d+ without a working webhook/)
    expect(await page('/')).toContain('The ticket system does not answer')
    await open.stop()
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
      update link_details set last_error = ${EDITS_SWITCHED_OFF} where tuvens_event_id = ${event.id}`
    expect(await find('--state', 'attention')).toEqual([])
    const held = await stand.ops('links', 'list', '--event', event.id)
    expect(held.stdout).toContain('edits wait: a flag is off')
    const shown = await page(`/links?event_id=${event.id}`)
    expect(shown).toMatch(/Works[^]*edits wait: a flag is off/)
    expect(shown).not.toMatch(/<span[^>]*>Needs attention/)
    await stand.world.tickets.context.db`
      update link_statuses set stopped_at = now(), stopped_reason = 'conflict' where tuvens_event_id = ${event.id}`
    expect(await find('--state', 'attention')).toMatchObject([{ stopped_reason: 'conflict' }])
    const { stdout: text } = await stand.ops('links', 'list', '--event', event.id)
    expect(text).toContain('reports stopped: conflict')
  })
})

describe('lists without a row', () => {
  it.each([
    ['sessions', '--user'],
    ['links', '--event'],
  ])('of %s say so', async (what, option) => {
    const { code, stdout } = await stand.ops(what, 'list', option, '999999999')
    expect([code, stdout]).toEqual([0, 'None.\n'])
  })
})
