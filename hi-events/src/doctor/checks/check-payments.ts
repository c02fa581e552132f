import { takesCards } from '../../shop/card-payments.ts'
import { type Finding, ok } from '../finding.ts'
import type { DoctorTarget } from '../target.ts'

/** Free events need no payment, so this names what is there and what is not; it never fails. */
export async function checkPayments({ context }: DoctorTarget): Promise<Finding> {
  const cards = await takesCards(context.config.upstream)
  if (cards === null) return ok('its pages do not say whether they take cards; offline payment always works')
  if (cards)
    return ok(
      'by card (its pages have a key of Stripe) or offline; card payments go to the owner of that key',
    )
  return ok(
    'offline only: for cards set STRIPE_PUBLIC_KEY, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET and VITE_STRIPE_PUBLISHABLE_KEY at Hi.Events',
  )
}
