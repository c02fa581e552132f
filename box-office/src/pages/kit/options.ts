import { ZONES } from '@tuvens/platform/zones'
import { CURRENCIES as CODES } from '../../rest/dates.ts'
import { currencyName } from '../../rest/words.ts'
import type { Option } from './fields.tsx'

const countries = new Intl.DisplayNames('en-GB', { type: 'region' })

/** Every currency by its code and name. */
export const CURRENCIES: readonly Option[] = [...CODES].map((code) => ({
  value: code,
  label: `${code} · ${currencyName(code)}`,
}))

/** Every time zone, with UTC first; the name is the city's. */
export const TIMEZONES: readonly Option[] = [...ZONES].map((zone) => ({
  value: zone,
  label: zone.replaceAll('_', ' ').replaceAll('/', ' / '),
}))

/** Reserved for places and unions that are no addressees. */
const NO_COUNTRIES = ['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ']

/** Countries of today by ISO 3166: a code that was replaced by another is left out. */
export const COUNTRIES: readonly Option[] = twoLetters()
  .map((code) => ({ value: code, label: countries.of(code) ?? code }))
  .filter(({ value, label }) => label !== value && !NO_COUNTRIES.includes(value) && isCurrent(value))
  .sort((a, b) => a.label.localeCompare(b.label, 'en'))

function isCurrent(code: string): boolean {
  return Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`
}

function twoLetters(): string[] {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
  return letters.flatMap((first) => letters.map((second) => first + second))
}
