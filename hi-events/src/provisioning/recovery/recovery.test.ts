import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'
import { findLinkDetails } from '../../details/store.ts'
import { openWebhookSecret } from '../../mapping/account.ts'
import { findAccount } from '../../mapping/store.ts'
import { type RebuildFinding, needsAttention, rebuildLinks } from './rebuild-links.ts'

const JWT_SECRET = 'secret-of-the-installation'
const MODES = [
  ['password', {}],
  ['jwt', { HI_EVENTS_LOGIN: 'jwt', HI_EVENTS_JWT_SECRET: JWT_SECRET }],
] as const

describe.each(MODES)('a database that was lost as a whole, with HI_EVENTS_LOGIN=%s', (mode, env) => {
  let test: Harness
  let account = 800
  beforeAll(async () => {
    test = await startHarness({ env })
    if (mode === 'jwt') test.hiEvents.world.jwtSecret = JWT_SECRET
  })
  afterAll(() => test.stop())
  beforeEach(() => {
    account++
  })

  const person = () => ({ account_id: account, email: `person-${account}@tuvens.test` })
  async function land(eventId: number, more: object = {}): Promise<number | string> {
    const linked = Number(test.api.links.get(String(eventId))?.['hi_events_event_id']) || null
    const event = eventOf(String(eventId), { hi_events_event_id: linked, ticketing_enabled: linked !== null })
    const session = { ...person(), event, ...more }
    const { body } = await new Visitor(test).land({ session_token: test.api.issueToken(session) })
    const [, made] = /\/manage\/event\/(\d+)/.exec(body['next'] ?? '') ?? []
    return made === undefined ? String(body['next'] ?? body['code']) : Number(made)
  }
  async function loseDatabase(): Promise<void> {
    await test.database.db`truncate accounts, users, sessions, outbox, ticket_writes cascade`
    await test.restart()
  }
  const linksOf = () => test.database.db`
    select tuvens_event_id::int as event, hi_event_id::int as hi from links
    where tuvens_account_id = ${account} order by 1`
  const counts = () => {
    const { users, organizers, events, webhooks } = test.hiEvents.world
    return [users, organizers, events, webhooks].map((each) => each.length)
  }
  async function rebuild(): Promise<RebuildFinding[]> {
    const findings: RebuildFinding[] = []
    await rebuildLinks(test.context, { isDryRun: false, report: (each) => findings.push(each) })
    return findings.filter((each) => [0, account].includes(each.accountId))
  }

  it('is recovered by a landing: the same login, organizer and links, and a webhook whose secret is known', async () => {
    const [first, second] = [account * 10, account * 10 + 1]
    const [one, other] = [await land(first), await land(second)]
    const before = counts()
    await loseDatabase()
    expect(await land(first)).toBe(one)
    expect(counts()).toEqual(before)
    expect(await linksOf()).toEqual([
      { event: first, hi: one },
      { event: second, hi: other },
    ])
    expect((await findLinkDetails(test.database.db, String(second)))?.details).toMatchObject({
      category: 'MUSIC',
    })
    const found = await findAccount(test.database.db, account)
    const webhook = test.hiEvents.world.webhooks.find((each) => each.id === found?.webhookId)
    expect(found && openWebhookSecret(test.context.vault, found)).toBe(webhook?.secret)
    expect(webhook?.url).toContain(`/${found?.tenantKey}`)
  })

  it('is recovered for another member who lands first', async () => {
    const made = await land(account * 10)
    const before = counts()
    await loseDatabase()
    expect(await land(account * 10, { email: 'colleague@tuvens.test', user_id: '999' })).toBe(made)
    expect(counts()).toEqual(before)
  })

  it('leaves an event that was created and never linked to be found', async () => {
    test.api.faults.push({ match: /^PUT /, kind: 'error', value: 500, times: 3 })
    await land(account * 10)
    test.api.faults.length = 0
    const before = counts()
    await loseDatabase()
    await land(account * 10)
    expect(counts()).toEqual(before)
  })

  it('is recovered by links:rebuild, also a link whose event has lost its attribute', async () => {
    const [first, second] = [account * 10, account * 10 + 1]
    const [one, other] = [await land(first), await land(second)]
    const stripped = test.hiEvents.world.events.find((each) => each.id === other)
    if (stripped !== undefined) stripped.attributes = []
    await loseDatabase()
    const findings = await rebuild()
    expect(findings.map((each) => [each.kind, each.hiEventId])).toEqual([
      ['made', one],
      ['made', other],
    ])
    expect(await linksOf()).toHaveLength(2)
    expect((await rebuild()).map((each) => each.kind)).toEqual(['kept', 'kept'])
  })

  it('asks only the person whose own login it was', async () => {
    const made = await land(account * 10)
    const user = test.hiEvents.world.users.find((each) => each.email === person().email)
    if (user !== undefined) user.password = 'of the person'
    await loseDatabase()
    const findings = await rebuild()
    expect(findings.map((each) => [each.kind, needsAttention(each)])).toEqual([['unread', true]])
    expect(await land(account * 10)).toBe('/auth/cross-app/sign-in')
    expect(made).toEqual(expect.any(Number))
  })
})

it('without the API the attributes alone restore links, and the loss is told', async () => {
  const test = await startHarness()
  try {
    await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf('11') }) })
    await test.database.db`delete from links`
    test.api.faults.push({ match: /^GET .*links$/, kind: 'error', value: 500, times: 9 })
    const findings: RebuildFinding[] = []
    await rebuildLinks(test.context, { isDryRun: false, report: (each) => findings.push(each) })
    expect(findings.map((each) => each.kind)).toEqual(['unread', 'made'])
  } finally {
    await test.stop()
  }
})
