import { Nullable } from '@tuvens/contract'
import { type TSchema, Type } from 'typebox'

/** What the schemas of the responses are made of. */

export const text = Type.String()
export const maybeText = Type.Optional(Nullable(text))
export const flag = Type.Optional(Nullable(Type.Boolean()))
/** Hi.Events allows 150 characters; the API accepts up to 1000. */
export const title = Type.String({ maxLength: 1000 })
/** An instant of any format a Date takes. */
export const instant = Type.Refine(
  text,
  (value) => !Number.isNaN(Date.parse(value)),
  () => 'must be a date',
)
export const timezone = Type.Refine(text, isTimezone, () => 'must be a time zone')

export const number = Type.Number()
export const maybeNumber = Type.Optional(Nullable(number))

/** Most responses wrap their content in `data`. */
export function Data<T extends TSchema>(schema: T) {
  return Type.Object({ data: schema })
}

const zones = new Map<string, boolean>()
const MAX_ZONES = 1_000

/** Whether `Intl` supports a zone. The check is slow, so results are cached. */
function isTimezone(zone: string): boolean {
  const known = zones.get(zone)
  if (known !== undefined) return known
  if (zones.size >= MAX_ZONES) zones.clear()
  const isSupported = canFormat(zone)
  zones.set(zone, isSupported)
  return isSupported
}

function canFormat(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}
