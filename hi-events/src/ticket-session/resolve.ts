import { ServiceError } from '@tuvens/contract'
import { type HeldToken, readAccountToken } from '../mapping/account-token.ts'
import { nullIfLocked } from '../mapping/vault.ts'
import type { TicketSessionParts } from './parts.ts'
import { renewedToken } from './renew.ts'
import { openUpstreamToken } from './seal.ts'
import { endTicketSession, findTicketSession, markChecked, type TicketSessionRow } from './store.ts'
import { accessOf, endReasonOf, type Resolution, type TuvensPerson } from './ticket-session.ts'
import { hashOf } from './token.ts'

/** An older answer of the API gives no rights (spec 7.2.2). */
export const MAX_CHECK_AGE_MS = 60_000

/** Reads what a value that a browser holds stands for now. */
export async function resolveTicketSession(context: TicketSessionParts, token: string): Promise<Resolution> {
  const row = await findTicketSession(context.db, hashOf(token), context.config.ticketSession)
  if (row === undefined) return { kind: 'unknown' }
  const person = personOfRow(row)
  if (person === 'incomplete') return { kind: 'ended', reason: 'withdrawn', person: null }
  if (row.endReason !== null) return { kind: 'ended', reason: row.endReason, person }
  const verdict = person === null ? 'active' : await checkIfOld(context, row, person)
  if (verdict === 'unchecked') return { kind: 'unchecked' }
  if (verdict !== 'active') return { kind: 'ended', reason: verdict, person }
  return liveSession(context, row, person)
}

async function liveSession(
  context: TicketSessionParts,
  row: TicketSessionRow,
  person: TuvensPerson | null,
): Promise<Resolution> {
  const { id, usesAccountToken } = row
  const held = await heldToken(context, row, person)
  if (held === null) return { kind: 'ended', reason: 'expired', person }
  const access = person === null ? 'full' : accessOf(person.permissions)
  const { token: upstreamToken, sealed: sealedToken } = held
  return { kind: 'live', session: { id, person, access, upstreamToken, usesAccountToken, sealedToken } }
}

/** Null when it was sealed with a key that is gone, or its account's login was forgotten: the person signs in again. */
async function heldToken(
  context: TicketSessionParts,
  { id, usesAccountToken, upstreamToken: sealed, upstreamExpiresAt }: TicketSessionRow,
  person: TuvensPerson | null,
): Promise<HeldToken | null> {
  if (usesAccountToken) return person && readAccountToken(context, person.accountId)
  const token = sealed && nullIfLocked(() => openUpstreamToken(context.vault, id, sealed))
  if (sealed === null || token === null) return null
  return renewedToken(context, { id, person, token, sealed, expiresAt: upstreamExpiresAt?.getTime() ?? null })
}

/** Asks the API about a session whose last answer is too old, as after a pause. */
async function checkIfOld(
  context: TicketSessionParts,
  { id, checkedAgeMs }: TicketSessionRow,
  { apiSessionId }: TuvensPerson,
): Promise<'active' | 'withdrawn' | 'used-again' | 'unchecked'> {
  if (checkedAgeMs <= MAX_CHECK_AGE_MS) return 'active'
  try {
    const [status] = await context.auth.sessionStatuses([apiSessionId])
    const reason = endReasonOf(status)
    if (reason === null) await markChecked(context.db, [id], 0)
    else await endTicketSession(context.db, id, reason)
    return reason ?? 'active'
  } catch (error) {
    if (error instanceof ServiceError) return 'unchecked'
    throw error
  }
}

/** Null for somebody who signed in to the ticket system itself. A row that lacks a part of its person gives no rights. */
function personOfRow(row: TicketSessionRow): TuvensPerson | null | 'incomplete' {
  const { apiSessionId, userId, accountId, role, permissions } = row
  if (apiSessionId !== null && userId !== null && accountId !== null && role !== null) {
    return {
      apiSessionId,
      userId,
      name: row.name ?? '',
      email: row.email ?? '',
      accountId,
      role,
      permissions,
    }
  }
  const isNobody = [apiSessionId, userId, accountId, role].every((each) => each === null)
  return isNobody ? null : 'incomplete'
}
