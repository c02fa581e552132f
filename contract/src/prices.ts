import { type Static, Type } from 'typebox'
import { Nullable } from './ids.ts'

/** An amount of money as a decimal number in a text, in the unit of its currency: "12.50", "1500". */
export const Amount = Type.String({ pattern: String.raw`^(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?$` })

/** What the tickets cost that can be bought now without a code. */
export const TicketPrices = Type.Object({
  /** ISO 4217. */
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  /** The lowest price; "0" with any decimals is free. */
  least: Amount,
  /** The highest price; null where buyers may give more. */
  most: Nullable(Amount),
})
/** Prices of an event. */
export type TicketPrices = Static<typeof TicketPrices>
