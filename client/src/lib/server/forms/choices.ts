import { EVENT_CATEGORIES } from '@tuvens/contract'
import { categoryName } from '$lib/format/category.ts'
import { allZones } from '$lib/format/zones.ts'
import { ENGLISH } from '../english.ts'

export type SelectChoice = { value: string; label: string }

/** Common currencies. Hi.Events supports 160, but so long a list is hard to use. */
const CURRENCIES = [
  'EUR',
  'GBP',
  'USD',
  'CHF',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'CAD',
  'AUD',
  'NZD',
  'JPY',
  'INR',
  'BRL',
  'ZAR',
]

const COUNTRIES =
  'AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS YE ZA ZM ZW'.split(
    ' ',
  )

/** The entries of the event form's lists, named and sorted for the reader's locale. */
export function eventFormChoices(locale: string) {
  const currency = new Intl.DisplayNames(locale, { type: 'currency' })
  const region = new Intl.DisplayNames(locale, { type: 'region' })
  return {
    categories: EVENT_CATEGORIES.map((value) => ({ value, label: categoryName(value, ENGLISH) })),
    currencies: CURRENCIES.map((value) => ({ value, label: `${currency.of(value) ?? value} (${value})` })),
    countries: sorted(COUNTRIES.map((value) => ({ value, label: region.of(value) ?? value }))),
    zones: allZones().map((value) => ({ value, label: value.replaceAll('_', ' ') })),
  }
}

function sorted(choices: SelectChoice[]): SelectChoice[] {
  return choices.sort((a, b) => a.label.localeCompare(b.label))
}
