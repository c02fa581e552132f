import { FLAG_NAMES, type FlagName, type FlagOutcome, type FlagState } from '@tuvens/contract'
import { readMetric } from '@tuvens/platform/test-support/metrics'
import type { Loop } from '@tuvens/platform/work'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startWorld, TestApi, type TestWorld } from '../../test-support/api.ts'
import { changeFlag, type FlagChange } from './change.ts'
import { rollBackWorseFlags } from './roll-back.ts'
import { readFlags, startFlags } from './start-flags.ts'
import { listFlagChanges, listStoredFlags } from './store.ts'

const FLAG: FlagName = 'ticket-picker'
/** Each made calls of both paths. */
const ACCOUNTS = Array.from({ length: 40 }, (_, index) => index + 1)
const OPERATOR = 'ops@platform.example'
const origin = { actor: 'operator:olga', requestId: 'request-1', address: '127.0.0.1' }

describe('the flags of the API', () => {
  let world: TestWorld
  const logged: string[] = []
  beforeEach(async () => {
    const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) })
    world = await startWorld({ OPERATOR_EMAIL: OPERATOR }, { log })
    return world.end
  })
  afterEach(() => void (logged.length = 0))

  const db = () => world.database.db
  const change = (fields: Partial<FlagChange>) =>
    changeFlag(world.api.context.db, { name: FLAG, action: 'set', reason: 'a trial', origin, ...fields })
  const rollOut = (percent: number, guard: FlagChange['guard'] = {}) =>
    change({ rollout: { percent }, guard })
  const outcome = (version: number, fields: Partial<FlagOutcome>): FlagOutcome => ({
    flag: FLAG,
    version,
    variant: 'on',
    calls: 100,
    failed: 0,
    slow: 0,
    accounts: ACCOUNTS,
    affected_accounts: [],
    ...fields,
  })
  const tell = async (...outcomes: FlagOutcome[]) => {
    const call = { method: 'POST', url: '/api/service/flags/outcomes', payload: { outcomes } } as const
    expect((await world.api.signed(call)).statusCode).toBe(204)
  }
  const tellWorse = (version: number) =>
    tell(
      outcome(version, { failed: 40, affected_accounts: ACCOUNTS.slice(0, 20) }),
      outcome(version, { variant: 'off', failed: 1, affected_accounts: [9] }),
    )
  const stored = async () => (await listStoredFlags(db())).find(({ name }) => name === FLAG)

  describe('for the nodes of the ticket origin', () => {
    const read = (headers: Record<string, string> = {}) =>
      world.api.signed({ method: 'GET', url: '/api/service/flags', headers })
    const stateOf = async () =>
      (await read()).json<{ flags: FlagState[] }>().flags.find(({ name }) => name === FLAG)

    it('are their defaults until somebody changes one', async () => {
      const { flags } = (await read()).json<{ flags: FlagState[] }>()
      expect(flags.map(({ name }) => name)).toEqual(FLAG_NAMES)
      expect(await stateOf()).toMatchObject({ version: 0, is_on: true, percent: 100, slow_ms: 2_000 })
    })

    it('are told with their rules once they are changed', async () => {
      const targeting = { if: [{ '==': [{ var: 'accountId' }, 4] }, 'on', null] }
      const rollout = { percent: 10, accounts: [5], except_accounts: [6], targeting }
      const { version } = await change({ rollout, guard: { slow_ms: 900 } })
      expect(await stateOf()).toEqual({ name: FLAG, version, is_on: true, ...rollout, slow_ms: 900 })
    })

    it('are not sent again while they are the same', async () => {
      const { headers } = await read()
      const known = { 'if-none-match': String(headers['etag']) }
      expect((await read(known)).statusCode).toBe(304)
      await rollOut(10)
      expect((await read(known)).statusCode).toBe(200)
    })

    it('are read and answered to only by signed calls', async () => {
      const read = await world.api.app.inject('/api/service/flags')
      const url = '/api/service/flags/outcomes'
      const told = await world.api.app.inject({ method: 'POST', url, payload: { outcomes: [] } })
      expect([read.statusCode, told.statusCode]).toEqual([401, 401])
    })

    it.each(['failed', 'slow'])('are not told of more %s calls than calls', async (name) => {
      const payload = { outcomes: [outcome(0, {}), outcome(0, { [name]: 101 })] }
      const told = await world.api.signed({ method: 'POST', url: '/api/service/flags/outcomes', payload })
      const field = `outcomes.1.${name}`
      expect([told.statusCode, told.json()]).toEqual([
        400,
        expect.objectContaining({
          code: 'VALIDATION_ERROR',
          origin: expect.objectContaining({
            details: [{ field, message: `${field} must not be more than calls` }],
          }),
        }),
      ])
    })
  })

  describe('when somebody changes one', () => {
    it('follow on every node, without a restart', async () => {
      const other = await TestApi.start(world.database.url)
      const loops: Loop[] = [world.api, other].map(({ context }) => startFlags(context, () => {}))
      try {
        const values = () =>
          [world.api, other].map(({ context }) => context.flags.isOn(FLAG, { accountId: 5 }))
        expect(values()).toEqual([true, true])
        await change({ action: 'off' })
        await expect.poll(values, { timeout: 60_000 }).toEqual([false, false])
        await change({ action: 'on' })
        await expect.poll(values, { timeout: 60_000 }).toEqual([true, true])
      } finally {
        await Promise.all(loops.map((each) => each.stop()))
        await other.stop()
      }
    })

    it('have a history with the states before and after, who did it and why', async () => {
      await rollOut(10)
      await change({ action: 'off', reason: 'complaints' })
      const [last, first] = await listFlagChanges(db(), FLAG, 10)
      expect(first).toMatchObject({
        action: 'set',
        before: { rollout: { percent: 100 } },
        after: { rollout: { percent: 10 } },
      })
      expect(last).toMatchObject({
        action: 'off',
        actor: 'operator:olga',
        reason: 'complaints',
        before: { is_on: true },
        after: { is_on: false, rollout: { percent: 10 } },
      })
      expect(last?.version).toBeGreaterThan(first?.version ?? 0)
    })

    it('are in the audit log', async () => {
      await change({ action: 'off', reason: 'complaints' })
      const [row] =
        await db()`select actor, outcome, note, request_id from audit_log where operation = 'change-flag'`
      expect(row).toEqual({
        actor: 'operator:olga',
        outcome: 'ok',
        note: `${FLAG} off: complaints`,
        request_id: 'request-1',
      })
      await change({ action: 'set', rollout: { percent: 10 }, reason: 'a trial' })
      const [set] = await db()`select note from audit_log where operation = 'change-flag' order by id desc`
      expect(set?.['note']).toBe(`${FLAG} set at 10 %: a trial`)
    })

    it('refuse a targeting rule that cannot be evaluated', async () => {
      const rollout = { targeting: { unknown_operator: [1] } }
      await expect(change({ rollout })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
      expect(await stored()).toBeUndefined()
    })

    it('stay off when only the rollout is set', async () => {
      await change({ action: 'off' })
      expect(await rollOut(50)).toMatchObject({ is_on: false, rollout: { percent: 50 } })
    })
  })

  describe('whose path is worse than the rest', () => {
    const act = () => rollBackWorseFlags(world.api.context)
    /** How many connections wait for a row of this database. */
    const waiting = async () => {
      const [row] = await db()`
        select count(*)::integer from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      return row?.['count']
    }

    const shownAsRolledBack = async () => {
      await readFlags(world.api.context)
      return readMetric('tuvens_flag_rolled_back', { flag: FLAG })
    }

    it('are turned off, and everybody who has to know is told', async () => {
      const { version } = await rollOut(10)
      await tellWorse(version)
      expect(await act()).toHaveLength(1)
      expect(await stored()).toMatchObject({
        is_on: false,
        changed_by: 'guard',
        rolled_back_at: expect.any(Date),
      })
      const [history] = await listFlagChanges(db(), FLAG, 1)
      expect(history).toMatchObject({ action: 'rolled_back', reason: expect.stringContaining('40.0 %') })
      const [audit] =
        await db()`select actor, note from audit_log where operation = 'change-flag' order by id desc`
      expect(audit).toMatchObject({ actor: 'guard', note: expect.stringContaining('rolled_back') })
      expect(logged.map((line) => JSON.parse(line))).toContainEqual(
        expect.objectContaining({ alert: 'flag_rolled_back', flag: FLAG }),
      )
      await expect
        .poll(() => world.api.mailsTo(OPERATOR), { timeout: 60_000 })
        .toMatchObject([
          {
            subject: `The flag ${FLAG} was turned off`,
            text: expect.stringMatching(/Find the cause first[^]*ops -- flags on/),
          },
        ])
    })

    it('are turned off by one of several nodes, once', async () => {
      const { version } = await rollOut(10)
      await tellWorse(version)
      const other = await TestApi.start(world.database.url, { OPERATOR_EMAIL: OPERATOR })
      try {
        // Both judge the same state: neither can write before both have.
        const both = await db().begin(async (tx) => {
          await tx`select 1 from flags for update`
          const acts = [act(), rollBackWorseFlags(other.context)]
          await expect.poll(waiting, { timeout: 60_000 }).toBe(2)
          return { acts }
        })
        expect((await Promise.all(both.acts)).flat()).toHaveLength(1)
        expect(await listFlagChanges(db(), FLAG, 10)).toHaveLength(2)
      } finally {
        await other.stop()
      }
    })

    it('stay off until a person turns them on, whatever happens meanwhile', async () => {
      const { version } = await rollOut(10)
      await tellWorse(version)
      await act()
      await rollOut(20)
      expect(await stored()).toMatchObject({ is_on: false, rolled_back_at: expect.any(Date) })
      expect(await shownAsRolledBack()).toBe(1)
      expect(await act()).toEqual([])
      await change({ action: 'on' })
      expect(await stored()).toMatchObject({ is_on: true, rolled_back_at: null })
      expect(await shownAsRolledBack()).toBe(0)
      // What was counted before the person acted proves nothing about what they changed.
      expect(await act()).toEqual([])
    })

    it('stay on while their guard is switched off', async () => {
      const { version } = await rollOut(10, { is_active: false })
      await tellWorse(version)
      expect(await act()).toEqual([])
    })

    it('are judged only by the calls within the window of their guard', async () => {
      const { version } = await rollOut(10, { window_seconds: 60 })
      await tellWorse(version)
      await db()`update flag_outcomes set at = at - interval '61 seconds'`
      expect(await act()).toEqual([])
    })

    it('add up what all nodes tell', async () => {
      const { version } = await rollOut(10)
      for (const account of [1, 2, 3])
        await tell(
          outcome(version, { calls: 10, failed: 5, accounts: [account], affected_accounts: [account] }),
        )
      await tell(outcome(version, { variant: 'off', calls: 300 }))
      expect(await act()).toHaveLength(1)
    })

    it('stay on while few accounts have all the bad calls', async () => {
      const { version } = await rollOut(50)
      await tell(
        outcome(version, { calls: 300 }),
        outcome(version, { calls: 36, failed: 36, accounts: [91, 92, 93], affected_accounts: [91, 92, 93] }),
        outcome(version, { variant: 'off', calls: 300 }),
      )
      expect(await act()).toEqual([])
    })

    it('need only the accounts of a trial that an operator has named', async () => {
      const { version } = await change({
        rollout: { percent: 0, accounts: [5] },
        guard: { min_accounts: 1 },
      })
      await tell(
        outcome(version, { calls: 30, failed: 30, accounts: [5], affected_accounts: [5] }),
        outcome(version, { variant: 'off' }),
      )
      expect(await act()).toHaveLength(1)
    })
  })

  it('keep what a node counted until the database has it', async () => {
    const { context } = world.api
    const loop = startFlags(context, () => {})
    context.flags.count(FLAG, { variant: 'on', accountId: 5, hasFailed: true, ms: 1 })
    await loop.stop()
    const rows =
      await db()`select flag, variant, calls, failed, accounts, affected_accounts from flag_outcomes`
    const named = { accounts: ['5'], affected_accounts: ['5'] }
    expect(rows).toEqual([{ flag: FLAG, variant: 'on', calls: 1, failed: 1, ...named }])
  })

  describe('of bound sessions', () => {
    const CHALLENGE = 'c'.repeat(43)
    const mint = async (accountId: number, person: Awaited<ReturnType<TestApi['person']>>) => {
      const payload = { account_id: accountId, code_challenge: CHALLENGE }
      const call = { method: 'POST', url: '/api/cross-app/generate-session', payload } as const
      return (await world.api.as(person, call)).json<{ landing_url: string }>().landing_url
    }
    const turnOff = async () => {
      await change({ name: 'bound-sessions', action: 'off' })
      await readFlags(world.api.context)
    }

    it('issue sessions that belong to no browser while the flag is off', async () => {
      const person = await world.api.person()
      expect(await mint(person.accountId, person)).toContain(`code_challenge=${CHALLENGE}`)
      await turnOff()
      expect(await mint(person.accountId, person)).not.toContain('code_challenge')
    })

    it('decide by the account of the event when the caller names none', async () => {
      const person = await world.api.person()
      const event = await world.api.event(person)
      await change({
        name: 'bound-sessions',
        rollout: { percent: 100, except_accounts: [person.accountId] },
      })
      await readFlags(world.api.context)
      const payload = { event_id: event.id, code_challenge: CHALLENGE }
      const call = { method: 'POST', url: '/api/cross-app/generate-session', payload } as const
      const { landing_url } = (await world.api.as(person, call)).json<{ landing_url: string }>()
      expect(landing_url).not.toContain('code_challenge')
    })

    it('change nothing on a platform that requires bound sessions', async () => {
      const strict = await TestApi.start(world.database.url, { REQUIRE_BOUND_SESSIONS: 'true' })
      try {
        const person = await strict.person()
        await change({ name: 'bound-sessions', action: 'off' })
        await readFlags(strict.context)
        const token = await strict.session(person, { code_challenge: CHALLENGE })
        const [row] = await db()`select code_challenge is not null as is_bound from cross_app_sessions`
        expect([token.length, row?.['is_bound']]).toEqual([43, true])
      } finally {
        await strict.stop()
      }
    })

    it('count a browser that lost its code verifier against the flag, and no session whose caller left the binding out', async () => {
      const person = await world.api.person()
      for (const code_challenge of [CHALLENGE, undefined]) {
        const token = await world.api.session(person, code_challenge === undefined ? {} : { code_challenge })
        const payload = { session_token: token, code_verifier: 'v'.repeat(43) }
        await world.api.signed({ method: 'POST', url: '/api/cross-app/validate-session', payload })
      }
      const counted = world.api.context.flags.drain()
      expect(counted).toHaveLength(1)
      expect(counted).toMatchObject([
        { flag: 'bound-sessions', variant: 'on', failed: 1, affected_accounts: [person.accountId] },
      ])
    })

    it('stay bound when strangers lose code verifiers on purpose', async () => {
      const { version } = await change({ name: 'bound-sessions', rollout: { percent: 50 } })
      const told = (fields: Partial<FlagOutcome>) => outcome(version, { flag: 'bound-sessions', ...fields })
      // As many as all others on this path: no share of accounts below that decides for everyone.
      const strangers = Array.from({ length: 39 }, (_, index) => 1_000 + index)
      await tell(
        told({ calls: 300 }),
        told({ calls: 468, failed: 468, accounts: strangers, affected_accounts: strangers }),
        told({ variant: 'off', calls: 300 }),
      )
      expect(await rollBackWorseFlags(world.api.context)).toEqual([])
    })
  })
})
