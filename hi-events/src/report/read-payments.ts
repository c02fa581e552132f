import type { PaymentOutcome } from '@tuvens/contract'
import { type AccountWithLogin, hasLogin } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { takesCards } from '../upstream/card-payments.ts'
import { isUpstream } from '../upstream/errors.ts'
import { hasPaidTickets } from '../upstream/event-answers.ts'
import type { ReportContext } from './context.ts'
import type { LinkEvidence } from './store.ts'

/**
 * Whether buyers of an event's paid tickets can pay, also before it is published. Null when it has none, or when that
 * cannot be read now.
 */
export async function readPayments(
  context: ReportContext,
  { accountId, hiEventId }: LinkEvidence,
): Promise<PaymentOutcome | null> {
  const account = await findAccount(context.db, accountId)
  if (account === undefined || !hasLogin(account)) return null
  try {
    return await judge(context, account, hiEventId)
  } catch (error) {
    if (!isUpstream(error)) throw error
    return null
  }
}

async function judge(
  { tokens, hiEvents, config }: ReportContext,
  account: AccountWithLogin,
  id: number,
): Promise<PaymentOutcome | null> {
  const event = await tokens.use(account, (token) => hiEvents.event(token, id))
  if (hasPaidTickets(event) !== true) return null
  const { payment_providers: providers } = await tokens.use(account, (token) => hiEvents.settings(token, id))
  if (!Array.isArray(providers)) return null
  if (providers.includes('OFFLINE')) return 'ready'
  if (!providers.includes('STRIPE')) return 'none'
  return (await takesCards(config.upstream)) === false ? 'cards_off' : 'ready'
}
