import type { Role } from '@tuvens/contract'
import { PERMISSIONS_OF_ROLE } from '@tuvens/contract'
import { randomUUID } from 'node:crypto'
import { createPassthroughLogins } from '../src/passthrough/login/logins.ts'
import { sealCredential } from '../src/mapping/account.ts'
import type { Overrides } from '../src/context.ts'
import type { TuvensPerson } from '../src/ticket-session/ticket-session.ts'
import { watchTicketSessions } from '../src/ticket-session/watch.ts'
import { type Harness, startHarness } from './harness.ts'
import { type Stand, startStand } from './passthrough-stand.ts'

export const ACCOUNT_ID = 7
/** The events of the ticket system that are linked to the account, and one that is not. */
export const [LINKED, ALSO_LINKED, OTHER] = [41, 42, 43] as const

export type TicketStand = Awaited<ReturnType<typeof startTicketStand>>

/** The pass-through with real sessions on a real database, in front of a ticket system that the test controls. */
export async function startTicketStand(env: Record<string, string> = {}, overrides: Overrides = {}) {
  const harness = await startHarness({ env, overrides })
  const stand = await startStand({ logins: createPassthroughLogins(harness.context) })
  await fillAccount(harness)
  let next = 0
  const begin = async (
    person: TuvensPerson | null,
    upstreamToken: string | null = `up.${++next}-${'x'.repeat(20)}.stream`,
  ) => {
    const token = await harness.context.ticketSessions.begin({ person, upstreamToken, replaced: null })
    return { token, upstreamToken, person }
  }
  return {
    harness,
    stand,
    api: harness.api,
    /** A session of a Tuvens user with a role. */
    signIn: (role: Role, upstreamToken?: string | null) => {
      const apiSessionId = randomUUID()
      harness.api.active.set(apiSessionId, role)
      return begin(personWith(role, apiSessionId), upstreamToken)
    },
    /** The account has a login, whose token sessions without one of their own use. */
    attachLogin: async (upstreamToken: string) => {
      const credential = sealCredential(harness.context.vault, ACCOUNT_ID, upstreamToken)
      await harness.database.db`
        update accounts set credential = ${credential}, credential_kind = 'token', renewing_until = null
        where tuvens_account_id = ${ACCOUNT_ID}`
    },
    /** A session of somebody who signed in to the ticket system itself. */
    signInDirectly: (upstreamToken?: string) => begin(null, upstreamToken),
    /** One round of asking the API. */
    watch: () => watchTicketSessions(harness.context),
    send: (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
      sendTo(stand, { method, path, headers, ...(body !== undefined && { body }) }),
    rows: () => harness.database.db<{ end_reason: string | null; id: string; has_token: boolean }[]>`
      select id, end_reason, upstream_token is not null as has_token from ticket_sessions order by created_at`,
    stop: async () => {
      await stand.stop()
      await harness.stop()
    },
  }
}

export function personWith(role: Role, apiSessionId: string): TuvensPerson {
  return {
    apiSessionId,
    userId: '456',
    name: 'Olga Organiser',
    email: 'olga@tuvens.test',
    accountId: ACCOUNT_ID,
    role,
    permissions: PERMISSIONS_OF_ROLE[role],
  }
}

async function fillAccount({ database: { db } }: Harness): Promise<void> {
  await db`
    insert into accounts (tuvens_account_id, name, tenant_key, login_email, hi_user_id, hi_account_id)
    values (${ACCOUNT_ID}, 'Blue Note', 'tenant-key-of-blue-note', 'olga@tuvens.test', 1, 1)`
  for (const [at, id] of [LINKED, ALSO_LINKED].entries()) {
    await db`
      insert into links (tuvens_event_id, tuvens_account_id, hi_event_id) values (${at + 11}, ${ACCOUNT_ID}, ${id})`
  }
}

type Sending = { method: string; path: string; headers: Record<string, string>; body?: string }

async function sendTo({ url }: Stand, { path, headers, ...init }: Sending) {
  const metadata = { 'sec-fetch-site': 'same-origin', accept: 'application/json' }
  const answer = await fetch(url + path, {
    ...init,
    headers: { ...metadata, ...headers },
    redirect: 'manual',
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}
