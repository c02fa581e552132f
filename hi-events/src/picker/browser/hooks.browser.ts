import type { EmbedBuyer } from '@tuvens/contract/embed'

/** How the order of a checkout stands; `unknown` when reading should be repeated. */
export type OrderState = 'open' | 'complete' | 'gone' | 'unknown'

/** What a page of the picker adds to what all of them do. */
export const hooks: {
  /** Takes the checkout that its visitor came back from. */
  held?: (url: string) => void
  /** Only an embedded event: fills in who probably buys. */
  buyer?: (buyer: EmbedBuyer) => void
  /** Only an embedded event: has a complete order confirmed by the ticket origin, and reports it once. */
  settle?: (checkoutUrl: string) => Promise<OrderState>
} = {}
