import type { FlagName } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { createFlags } from '@tuvens/platform/flags/flags'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { changeFlag, type FlagChange } from '../../api/src/flags/change.ts'
import { statesOf } from '../../api/src/flags/states.ts'
import { listFlagChanges, listStoredFlags } from '../../api/src/flags/store.ts'
import { TestApi, type TestUser } from '../../api/test-support/api.ts'
import { announceCluster } from '../harness/databases.ts'
import { ROOT, startSystem, type System } from '../harness/system.ts'
import { inForm, IS_FULL } from './harness/form.ts'

const ACCOUNTS = 90
const OPERATOR = 'ops@platform.example'
const CHALLENGE = 'c'.repeat(43)
/** What the browser of a click would send; nobody in this drill has one that fits. */
const LOST_VERIFIER = 'v'.repeat(43)
const origin = { actor: 'operator:drill', requestId: 'drill', address: '127.0.0.1' }

let system: System
/** Makes users and their access tokens, on the database of the nodes. It serves nobody. */
let desk: TestApi
let nodes: { api: string[]; tickets: string[] }
let people: TestUser[]
beforeAll(async () => {
  announceCluster(inject('postgresUrl'))
  system = await startSystem({ OPERATOR_EMAIL: OPERATOR })
  const [api, tickets] = await Promise.all([system.more('api'), system.more('tickets')])
  nodes = { api: [system.direct.api, api.url], tickets: [system.direct.tickets, tickets.url] }
  const { DATABASE_URL = '', ...env } = stringsOf(system.parts.api.spec.env)
  desk = await TestApi.start(DATABASE_URL, { ...env, LOG_LEVEL: 'silent' })
  people = await Promise.all(Array.from({ length: ACCOUNTS }, () => desk.person()))
})
afterAll(async () => {
  await desk?.stop()
  await system?.stop()
})

const change = (name: FlagName, fields: Partial<FlagChange>) =>
  changeFlag(desk.context.db, { name, action: 'set', reason: 'a drill', origin, ...fields })

/** An organiser clicks, and lands in a browser that has lost the code verifier of the click. */
async function enter(node: string, person: TestUser): Promise<'in' | 'lost'> {
  const url = await mint(node, person)
  const [, session_token = ''] = /session_token=([^&]+)/.exec(url) ?? []
  const body = JSON.stringify({ session_token, code_verifier: LOST_VERIFIER })
  const path = '/api/cross-app/validate-session'
  const secret = String(system.parts.api.spec.env['HI_EVENTS_SHARED_SECRET'])
  const signature = signRequest([secret], { method: 'POST', path, body }, Date.now())
  const headers = { 'content-type': 'application/json', ...signature }
  const answer = await fetch(node + path, { method: 'POST', headers, body })
  if (answer.ok) return 'in'
  expect(await answer.json()).toMatchObject({ code: 'SESSION_BROWSER_MISMATCH' })
  return 'lost'
}

async function mint(node: string, person: TestUser): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${person.token}` }
  const body = JSON.stringify({ account_id: person.accountId, code_challenge: CHALLENGE })
  const answer = await fetch(`${node}/api/cross-app/generate-session`, { method: 'POST', headers, body })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { landing_url: string }).landing_url
}

/** Every account once, on one node after the other; returns the accounts that did not get in. */
async function round(): Promise<number[]> {
  const lost: number[] = []
  const waiting = [...people.entries()]
  const work = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [index, person] = next
      const node = nodes.api[index % nodes.api.length] ?? ''
      if ((await enter(node, person)) === 'lost') lost.push(person.accountId)
    }
  }
  await Promise.all([work(), work(), work(), work()])
  return lost
}

const stored = async (name: FlagName) =>
  (await listStoredFlags(desk.context.db)).find((flag) => flag.name === name)
const isBinding = async (node: string, person = people[0]) =>
  (await mint(node, person as TestUser)).includes('code_challenge')
/** The page of an event in a frame: with the flag off it leads to the widget of the ticket system. */
const hasPicker = async (node: string) => {
  const headers = { host: new URL(system.urls.tickets).host, 'sec-fetch-dest': 'iframe' }
  return !(await (await fetch(`${node}/embed/1`, { headers })).text()).includes('/widget/1')
}

describe('flags on two nodes of the API and two of the ticket origin', () => {
  it('change on every node without a restart', async () => {
    const values = async () => [
      ...(await Promise.all(nodes.api.map((node) => isBinding(node)))),
      ...(await Promise.all(nodes.tickets.map(hasPicker))),
    ]
    const took: number[] = []
    for (const action of inForm<('on' | 'off')[]>({
      short: ['off', 'on'],
      full: ['off', 'on', 'off', 'on'],
    })) {
      const began = performance.now()
      await Promise.all([change('bound-sessions', { action }), change('ticket-picker', { action })])
      await expect
        .poll(values, { timeout: 60_000, interval: 20 })
        .toEqual(Array.from({ length: 4 }, () => action === 'on'))
      took.push(Math.round(performance.now() - began))
    }
    process.stdout.write(`a change was on all four nodes after ${took.join(', ')} ms\n`)
  })

  it.runIf(IS_FULL)(
    'stay as they were on the ticket origin when it starts while the API is away',
    async () => {
      await change('ticket-picker', { action: 'off' })
      await expect.poll(() => hasPicker(system.direct.tickets), { timeout: 60_000 }).toBe(false)
      await system.parts.tickets.kill()
      system.lines.api.rule = () => 'refuse'
      try {
        await system.parts.tickets.start()
        expect(await hasPicker(system.direct.tickets)).toBe(false)
      } finally {
        system.lines.api.rule = undefined
      }
      await change('ticket-picker', { action: 'on' })
      await expect.poll(() => hasPicker(system.direct.tickets), { timeout: 60_000 }).toBe(true)
    },
  )
})

describe('a fault in a path that is rolled out to a tenth of the accounts', () => {
  it('turns the flag off within a minute, is met by nobody else, and the flag stays off', async () => {
    await change('bound-sessions', { rollout: { percent: 0 } })
    await expect
      .poll(() => Promise.all(nodes.api.map((node) => isBinding(node))), { timeout: 60_000 })
      .toEqual([false, false])
    expect(await round()).toEqual([])

    const { version } = await change('bound-sessions', { rollout: { percent: 10 } })
    const flags = createFlags()
    flags.replace(statesOf(await listStoredFlags(desk.context.db)))
    const cohort = people.filter(({ accountId }) => flags.isOn('bound-sessions', { accountId }))
    expect(cohort.length).toBeGreaterThanOrEqual(3)

    const began = performance.now()
    const lost = new Set<number>()
    while ((await stored('bound-sessions'))?.is_on === true && performance.now() - began < 60_000)
      for (const account of await round()) lost.add(account)
    expect(await stored('bound-sessions')).toMatchObject({ is_on: false, changed_by: 'guard' })
    process.stdout.write(
      `the fault was off after ${Math.round(performance.now() - began)} ms; ${lost.size} of ${ACCOUNTS} accounts met it\n`,
    )
    const reached = cohort.map(({ accountId }) => accountId)
    expect([...lost].filter((account) => !reached.includes(account))).toEqual([])

    // Only an account of the cohort tells whether a node knows it.
    await expect
      .poll(() => Promise.all(nodes.api.map((node) => isBinding(node, cohort[0]))), { timeout: 60_000 })
      .toEqual([false, false])
    expect(await round()).toEqual([])
    expect(await round()).toEqual([])
    const [last] = await listFlagChanges(desk.context.db, 'bound-sessions', 1)
    expect(last).toMatchObject({ action: 'rolled_back', actor: 'guard' })
    expect(last?.version).toBeGreaterThan(version)
  })

  it('is told to the operators: in the log, by mail and in the audit log', async () => {
    const { db } = desk.context
    const alerts = logs().filter((line) => line.includes('"alert":"flag_rolled_back"'))
    // One node acts; the other finds it done.
    expect(alerts).toHaveLength(1)
    const mails = await db`select recipient from mails where kind = 'flag_rolled_back'`
    expect(mails).toEqual([{ recipient: OPERATOR }])
    const [audit] = await db`select note from audit_log where operation = 'change-flag' and actor = 'guard'`
    expect(audit?.['note']).toMatch(/^bound-sessions rolled_back: .+ of its calls failed/)
  })
})

/** The lines that both nodes of the API have logged. */
function logs(): string[] {
  const [, id = ''] = /api-(\w+)$/.exec(system.parts.api.spec.env['DATABASE_URL'] ?? '') ?? []
  const folder = join(ROOT, '.data', 'logs', 'e2e', id)
  const folders = [folder, join(folder, new URL(nodes.api[1] ?? '').port)]
  return folders.flatMap((each) => readFileSync(join(each, 'api.log'), 'utf8').split('\n'))
}

function stringsOf(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
