import { ZONES } from '@tuvens/platform/zones'
import { CURRENCIES as CODES } from '../../../rest/dates.ts'
import { currencyName } from '../../../rest/words.ts'
import type { Option } from './fields.tsx'

const countries = new Intl.DisplayNames('en-GB', { type: 'region' })

/** Every currency by its code and name. */
export const CURRENCIES: readonly Option[] = [...CODES].map((code) => ({
  value: code,
  label: `${code} · ${currencyName(code)}`,
}))

/** Every time zone, UTC first. */
export const TIMEZONES: readonly Option[] = [...ZONES].map((zone) => ({
  value: zone,
  label: zone.replaceAll('_', ' ').replaceAll('/', ' / '),
}))

/** Codes of territories and unions that are no postal countries. */
const NO_COUNTRIES = ['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ']

/** Countries by ISO 3166, without codes that were replaced by another. */
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
