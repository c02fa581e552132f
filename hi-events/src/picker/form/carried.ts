import type { FormFields } from '../../web/form-fields.ts'
import { lineOf } from '../../web/line-of.ts'

/** Of an affiliate, and of a campaign. */
const NAMES = ['aff', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const

/** Who sent a visitor here, as the address of the event's page says. It goes with them to the checkout. */
export type Carried = Partial<Record<(typeof NAMES)[number], string>>

const MAX_LENGTH = 100

export function readCarried(fields: FormFields): Carried {
  const found = NAMES.map((name) => [name, lineOf(fields[name], MAX_LENGTH)] as const)
  return Object.fromEntries(found.filter(([, value]) => value !== ''))
}
