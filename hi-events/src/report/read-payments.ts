import type { PaymentOutcome } from '@tuvens/contract'
import type { Upstream } from '../details/field.ts'
import { takesCards } from '../shop/card-payments.ts'
import { hasPaidTickets } from '../upstream/event-answers.ts'
import type { ReportContext } from './context.ts'

/**
 * Whether buyers of an event's paid tickets can pay, also before it is published. Null when it has none, or when that
 * cannot be seen.
 */
export async function readPayments(
  { config }: ReportContext,
  { event, settings }: Upstream,
): Promise<PaymentOutcome | null> {
  if (hasPaidTickets(event) !== true) return null
  const { payment_providers: providers } = settings
  if (!Array.isArray(providers)) return null
  if (providers.includes('OFFLINE')) return 'ready'
  if (!providers.includes('STRIPE')) return 'none'
  return (await takesCards(config.upstream)) === false ? 'cards_off' : 'ready'
}
