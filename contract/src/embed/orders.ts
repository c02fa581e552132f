import { type Static, Type } from 'typebox'
import { STRICT } from '../ids.ts'

/** Asks about the order of a checkout; `order` and `session_identifier` stand in the checkout's address. */
export const CompletedOrderRequest = Type.Object(
  {
    order: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
    session_identifier: Type.String({ pattern: '^[A-Za-z0-9_-]{1,128}$' }),
  },
  STRICT,
)
export type CompletedOrderRequest = Static<typeof CompletedOrderRequest>

/** `is_first` is true for the first caller that learns of a complete order, and for no other. */
export const CompletedOrderResponse = Type.Object({
  state: Type.Enum(['open', 'complete', 'gone']),
  is_first: Type.Boolean(),
})
export type CompletedOrderResponse = Static<typeof CompletedOrderResponse>
