import { type Static, Type } from 'typebox'
import { Email, Id, STRICT, Text } from '../ids.ts'

/** What may be wrong with an event. */
export const COMPLAINT_REASONS = ['fraud', 'illegal', 'offensive', 'wrong', 'other'] as const

/** Longest text of a complaint. */
export const MAX_COMPLAINT_TEXT = 2_000

/** What a reader tells the operators about an event. Who gives an e-mail address can be answered. */
export const ComplaintRequest = Type.Object(
  {
    reason: Type.Enum([...COMPLAINT_REASONS]),
    text: Type.Optional(Text(MAX_COMPLAINT_TEXT)),
    email: Type.Optional(Email),
  },
  STRICT,
)
/** A complaint as it is sent. */
export type ComplaintRequest = Static<typeof ComplaintRequest>

/** By `reference`, the reader and the operators name the same complaint. */
export const ComplaintReceived = Type.Object({ reference: Id })
/** A complaint that is stored. */
export type ComplaintReceived = Static<typeof ComplaintReceived>
