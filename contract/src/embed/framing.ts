import { type Static, Type } from 'typebox'
import { Id, STRICT } from '../ids.ts'

/** More than one organiser has sites; the browser receives them all with each page of the tickets. */
export const MAX_FRAMING_ORIGINS = 20

/**
 * Scheme, host and port as browsers write them. No wildcard: each of these sites may show the tickets as its own. Without
 * https anyone on the way could; only the machine under a desk may do without.
 */
export const FramingOrigin = Type.String({
  pattern:
    '^(https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?|http://([a-z0-9.-]*[.])?localhost|http://127[.]0[.]0[.]1)(:[1-9][0-9]{0,4})?$',
  maxLength: 260,
})

/** The sites, beside the event site, that may frame the tickets of an event. */
export const PutFramingRequest = Type.Object(
  { origins: Type.Array(FramingOrigin, { maxItems: MAX_FRAMING_ORIGINS, uniqueItems: true }) },
  STRICT,
)
export type PutFramingRequest = Static<typeof PutFramingRequest>

export const Framing = Type.Object({
  event_id: Id,
  // As they were stored: what may be added is decided when it is.
  origins: Type.Array(Type.String()),
})
export type Framing = Static<typeof Framing>
