import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { CREDENTIALS_KEY, type Harness, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'
import { findLinkDetails } from '../../details/store.ts'
import { openCredential, openWebhookSecret, ownPasswords } from '../../mapping/account.ts'
import { findAccount } from '../../mapping/store.ts'
import { createVault } from '../../mapping/vault.ts'
import { compareLinks } from './compare-links.ts'
import { renewPasswords } from './renew-passwords.ts'
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
    const tables = await test.database.db`
      select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like '%migrations%'`
    await test.database.db.unsafe(`truncate ${tables.map((each) => each['name']).join()} cascade`)
    await test.restart()
  }
  const linksOf = () => test.database.db`
    select tuvens_event_id::int as event, hi_event_id::int as hi from links
    where tuvens_account_id = ${account} order by 1`
  const statusOf = async (eventId: number) => {
    const [row] = await test.database.db`
      select source_status, missing_at is not null as is_missing,
        exists (select from outbox o where o.tuvens_event_id = s.tuvens_event_id) as is_told
      from link_statuses s where tuvens_event_id = ${eventId}`
    return row
  }
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

  it('is recovered when the ticket origin starts, without anybody landing', async () => {
    const made = await land(account * 10)
    await loseDatabase()
    test.api.faults.push({ match: /^GET .*links$/, kind: 'error', value: 500, times: 9 })
    expect(await compareLinks(test.context)).toBe(false)
    test.api.faults.length = 0
    expect(await compareLinks(test.context)).toBe(true)
    expect(await linksOf()).toEqual([{ event: account * 10, hi: made }])
    expect(await compareLinks(test.context)).toBe(true)
  })

  it('restored to an earlier time than the API, or the API than it, sends statuses again, once', async () => {
    await land(account * 10)
    const reports = async () => {
      const [row] = await test.database
        .db`select count(*)::int as count from outbox where tuvens_event_id = ${account * 10}`
      return Number(row?.['count'])
    }
    await compareLinks(test.context)
    const before = await reports()
    await compareLinks(test.context)
    expect(await reports()).toBe(before)
    test.api.database.incarnation = randomUUID()
    await compareLinks(test.context)
    expect(await reports()).toBe(before + 1)
    await test.database.db`update database_incarnation set place = 'another cluster'`
    // Of two nodes that find it at the same moment, one does it.
    await Promise.all([compareLinks(test.context), compareLinks(test.context)])
    await compareLinks(test.context)
    expect(await reports()).toBe(before + 2)
  })

  it('is recovered with the new key alone after CREDENTIALS_KEY was rotated', async () => {
    const made = await land(account * 10)
    const withKeys = (...keys: [string, ...string[]]) => ({ ...test.context, vault: createVault(keys) })
    await renewPasswords(withKeys('a-new-key-of-the-tests', CREDENTIALS_KEY))
    const stored = await findAccount(test.database.db, account)
    const [password] = ownPasswords(createVault(['a-new-key-of-the-tests']), account)
    expect(test.hiEvents.world.users.at(-1)?.password).toBe(password)
    if (mode === 'password')
      expect(stored && openCredential(createVault(['a-new-key-of-the-tests']), stored)).toBe(password)
    await loseDatabase()
    const findings: RebuildFinding[] = []
    const alone = withKeys('a-new-key-of-the-tests')
    await rebuildLinks(alone, { isDryRun: false, report: (each) => findings.push(each) })
    expect(
      findings.filter((each) => each.accountId === account).map((each) => [each.kind, each.hiEventId]),
    ).toEqual([['made', made]])
  })

  it('leaves most of the sign-ins that the ticket system allows to others while a key is rotated', async () => {
    const { db } = test.database
    await land(account * 10)
    const [before] = await db`select * from accounts where tuvens_account_id = ${account}`
    for (let more = 1; more <= 30; more++)
      await db`insert into accounts ${db({ ...before, tuvens_account_id: account * 1_000 + more, tenant_key: `tenant-${account}-${more}`, hi_account_id: account * 1_000 + more })}`
    const withNew = { ...test.context, vault: createVault(['the-newest-key-of-the-tests', CREDENTIALS_KEY]) }
    const logins = () => test.hiEvents.count('POST /api/auth/login')
    const from = logins()
    await renewPasswords(withNew)
    expect(logins() - from).toBeGreaterThanOrEqual(20)
    expect(logins() - from).toBeLessThanOrEqual(60)
    await db`delete from accounts where tuvens_account_id > ${account * 1_000}`
  })

  it('leaves a password alone that somebody changed at the ticket system, and tries it once', async () => {
    await land(account * 10)
    const user = test.hiEvents.world.users.at(-1)
    if (user !== undefined) user.password = 'of the person'
    const context = { ...test.context, vault: createVault(['another-new-key-of-the-tests', CREDENTIALS_KEY]) }
    await renewPasswords(context)
    expect(user?.password).toBe('of the person')
    const before = test.hiEvents.count('POST /api/auth/login')
    await renewPasswords(context)
    expect(test.hiEvents.count('POST /api/auth/login')).toBe(before)
  })

  it('says of an event that was deleted meanwhile that it is gone', async () => {
    const eventId = account * 10
    const made = await land(eventId)
    const { world } = test.hiEvents
    world.events.splice(
      world.events.findIndex((each) => each.id === made),
      1,
    )
    await loseDatabase()
    const kinds = (await rebuild()).map((each) => [each.kind, each.hiEventId])
    expect(kinds).toEqual([['lost', made]])
    expect(await statusOf(eventId)).toEqual({ source_status: 'CANCELLED', is_missing: true, is_told: true })
    expect(await rebuild()).toEqual([])
    await loseDatabase()
    await land(eventId + 1)
    expect(await statusOf(eventId)).toEqual({ source_status: 'CANCELLED', is_missing: true, is_told: true })
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
