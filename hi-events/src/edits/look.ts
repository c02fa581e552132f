import { DETAIL_FIELDS, type DetailField, type EventDetails } from '@tuvens/contract'
import { compareField, type Verdict, type Written } from '../details/compare.ts'
import type { Upstream } from '../details/field.ts'
import { findLinkDetails, type LinkDetails } from '../details/store.ts'
import { type AccountWithLogin, hasLogin } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import type { EditsContext } from './context.ts'

/** A link whose details are known, and the login with which its event is read and written. */
export type Target = LinkDetails & { details: EventDetails; account: AccountWithLogin }

/** A link with what the ticket system shows at this moment, compared field by field. */
export type Comparison = Target & { upstream: Upstream; verdicts: ReadonlyMap<DetailField, Verdict> }

/** Null: the event is not linked, its details were never told, or its account has no login. */
export async function findTarget(context: EditsContext, eventId: string): Promise<Target | null> {
  const found = await findLinkDetails(context.db, eventId)
  if (found === undefined || found.details === null) return null
  const account = await findAccount(context.db, found.accountId)
  return account === undefined || !hasLogin(account) ? null : { ...found, details: found.details, account }
}

/**
 * Reads the event with its settings and compares them.
 *
 * @throws UpstreamError
 */
export async function look(context: EditsContext, target: Target): Promise<Comparison> {
  const [event, settings] = await context.tokens.use(target.account, (token) =>
    Promise.all([
      context.hiEvents.event(token, target.hiEventId),
      context.hiEvents.settings(token, target.hiEventId),
    ]),
  )
  const upstream = { event, settings }
  return { ...target, upstream, verdicts: compareAll(target.details, upstream, target.written) }
}

export function compareAll(details: EventDetails, upstream: Upstream, written: Written) {
  const compared = { details, upstream, written }
  return new Map(DETAIL_FIELDS.map((name) => [name, compareField(name, compared)]))
}
