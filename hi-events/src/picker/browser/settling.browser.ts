/** How the order of a checkout stands; `unknown` when reading should be repeated. */
export type OrderState = 'open' | 'complete' | 'gone' | 'unknown'

/**
 * What an embedded event adds to the ticket picker: it has complete orders confirmed by the ticket origin, and reports each
 * once. The ticket picker of the event site has nothing here.
 */
export const settling: { settle?: (checkoutUrl: string) => Promise<OrderState> } = {}
