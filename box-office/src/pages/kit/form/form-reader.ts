import { count, currencyName, decimalsOf } from '../../../rest/words.ts'
import { cleanLine, cleanText } from '@tuvens/platform/text/clean-text'
import type { FieldProblem, FormState } from './form-state.ts'

/** Without `hasLines` a text is one line. */
type TextInputRule = { max?: number; required?: string; hasLines?: boolean }

type NumberInputRule = { label: string; min?: number; max?: number; required?: string }

type AmountRule = { label: string; currency: string; required?: string }

type PercentageRule = { label: string; decimals?: number; required?: string }

type DecimalRule = { label: string; max: number; decimals: number; tooFine: string; required?: string }

/** In the smallest unit of the currency: cents or yen. */
const MAX_MINOR_UNITS = 100_000_000

/**
 * Reads a posted form field by field, collects problems as sentences that a person can act on, and keeps what was typed.
 * It does not rely on checks made by the browser.
 */
export class FormReader {
  readonly values: Readonly<Record<string, string>>
  private readonly problems: FieldProblem[] = []

  constructor(body: unknown) {
    this.values = textsOf(body)
  }

  get state(): FormState {
    return { values: this.values, problems: this.problems }
  }

  get ok(): boolean {
    return this.problems.length === 0
  }

  refuse(field: string, message: string): void {
    if (!this.problems.some((each) => each.field === field)) this.problems.push({ field, message })
  }

  text(name: string, { max = 255, required, hasLines = false }: TextInputRule = {}): string {
    const typed = (this.values[name] ?? '').trim()
    const value = hasLines ? typed : cleanLine(typed)
    if (value === '' && required !== undefined) this.refuse(name, required)
    const { length } = Array.from(value)
    if (length > max) this.refuse(name, `Use at most ${max} characters; this is ${length}`)
    return value
  }

  optional(name: string, rule: { max?: number } = {}): string | null {
    const value = this.text(name, rule)
    return value === '' ? null : value
  }

  email(name: string, required: string, max = 254): string {
    const value = this.text(name, { max, required })
    if (value !== '' && !EMAIL.test(value))
      this.refuse(name, 'Write the e-mail address in full, like name@example.com')
    return value.toLowerCase()
  }

  integer(name: string, { label, min = 0, max = 1_000_000, required }: NumberInputRule): number | null {
    const value = this.text(name, required === undefined ? {} : { required }).replaceAll(
      /[\s,.](?=\d{3}\b)/g,
      '',
    )
    if (value === '') return null
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
    if (number >= min && number <= max) return number
    this.refuse(name, `${label} must be a whole number from ${count(min)} to ${count(max)}`)
    return null
  }

  /** An amount as people write it: `12`, `12.5`, `12,50`; in a currency without decimals also `1,200`. */
  amount(name: string, { currency, ...rule }: AmountRule): number | null {
    const decimals = decimalsOf(currency)
    const whole = `${currencyName(currency)} has no decimals: give a whole number`
    return this.decimal(name, {
      ...rule,
      decimals,
      max: MAX_MINOR_UNITS / 10 ** decimals,
      tooFine: decimals === 0 ? whole : atMost(decimals),
    })
  }

  percentage(name: string, { decimals = 2, ...rule }: PercentageRule): number | null {
    return this.decimal(name, { ...rule, decimals, max: 100, tooFine: atMost(decimals) })
  }

  private decimal(name: string, { label, max, decimals, tooFine, required }: DecimalRule): number | null {
    const value = this.text(name, required === undefined ? {} : { required })
    if (value === '') return null
    const [, whole, fraction = ''] = DECIMAL.exec(decimals === 0 ? ungrouped(value) : value) ?? []
    const number = Number(`${whole}.${fraction}`)
    const like = `${label} must be an amount like ${decimals === 0 ? '1200' : '12.50'}`
    const reasons: [refusal: string, holds: boolean][] = [
      [like, whole === undefined],
      [tooFine, fraction.length > decimals],
      [`${like}, from 0 to ${count(max)}`, number > max],
    ]
    const [refusal] = reasons.find(([, holds]) => holds) ?? []
    if (refusal === undefined) return number
    this.refuse(name, refusal)
    return null
  }

  choice<const T extends string>(name: string, choices: readonly T[], refusal: string): T | null {
    const found = choices.find((each) => each === this.values[name])
    if (found === undefined) this.refuse(name, refusal)
    return found ?? null
  }

  checked(name: string): boolean {
    return this.values[name] === 'on'
  }

  /** Numbers in names such as `prices.3.label`, in order. */
  rows(prefix: string): number[] {
    const found = Object.keys(this.values).map(
      (name) => new RegExp(`^${prefix}\\.(\\d{1,4})\\.`).exec(name)?.[1],
    )
    return [...new Set(found.filter((each) => each !== undefined).map(Number))].sort((a, b) => a - b)
  }
}

const DECIMAL = /^(\d{1,9})(?:[.,](\d+))?$/

/** `1,200`, as our pages show it, is `1200`. */
function ungrouped(value: string): string {
  return value.replaceAll(/,(?=\d{3}\b)/g, '')
}

function atMost(decimals: number): string {
  return `Use at most ${decimals} decimals, like 12.50`
}

const EMAIL = /^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+\.[^\s@.<>",;:\\()[\]]{2,}$/

function readText(name: string, value: string): string {
  return name.includes('password') ? value.replaceAll('\0', '') : cleanText(value)
}

/** The last value of a repeated field counts. Control characters are removed, but not from a password. */
function textsOf(body: unknown): Record<string, string> {
  const entries = Object.entries(typeof body === 'object' && body !== null ? body : {})
  const texts = entries.map(([name, value]: [string, unknown]) => {
    const one: unknown = Array.isArray(value) ? value.at(-1) : value
    return [name, typeof one === 'string' ? readText(name, one) : '']
  })
  return Object.fromEntries(texts) as Record<string, string>
}
