import { cleanLine, cleanText } from '@tuvens/platform/text/clean-text'
import { type FieldErrors, Refusal } from '../refusal.ts'

type TextRule = {
  max?: number
  min?: number
  required?: boolean
  message?: string
  /** 'lines' keeps line breaks, 'secret' every character, as of a password; otherwise the text is one line. */
  kind?: 'line' | 'lines' | 'secret'
}
type NumberRule = { min?: number; max?: number; required?: boolean; message?: string }

/** Reads a request body field by field and collects the errors; `done()` throws them all, with Hi.Events' messages. */
export class Fields {
  private readonly values: Readonly<Record<string, unknown>>
  private readonly errors: Record<string, string[]>
  private readonly prefix: string

  constructor(input: unknown, errors: Record<string, string[]> = {}, prefix = '') {
    this.values = isRecord(input) ? input : {}
    this.errors = errors
    this.prefix = prefix
  }

  has(name: string): boolean {
    return Object.hasOwn(this.values, name)
  }

  /** The name by which errors call a field. */
  nameOf(name: string): string {
    return this.prefix + name
  }

  raw(name: string): unknown {
    return this.has(name) ? this.values[name] : undefined
  }

  /** Required text; '' when it is missing. */
  text(name: string, rule: TextRule = {}): string {
    return this.optionalText(name, { ...rule, required: true }) ?? ''
  }

  /** Optional text; '' counts as null. */
  optionalText(name: string, rule: TextRule = {}): string | null {
    const { max = 255, min = 0, required = false, message, kind = 'line' } = rule
    const value = this.raw(name)
    const label = labelOf(name)
    if (value === undefined || value === null || value === '') {
      if (required) this.refuse(name, message ?? `The ${label} field is required.`)
      return null
    }
    const text = typeof value === 'string' ? READ[kind](value) : null
    if (text === null || UNSTORABLE.test(text)) {
      this.refuse(name, `The ${label} field must be a string.`)
      return null
    }
    if (text === '' && required) this.refuse(name, message ?? `The ${label} field is required.`)
    // PHP counts code points: an emoji is one character.
    const { length } = Array.from(text)
    if (length > max) this.refuse(name, `The ${label} field must not be greater than ${max} characters.`)
    if (length < min) this.refuse(name, `The ${label} field must be at least ${min} characters.`)
    return text === '' ? null : text
  }

  email(name: string, rule: TextRule = {}): string {
    const value = this.text(name, rule)
    if (value !== '' && !isEmail(value))
      this.refuse(name, `The ${labelOf(name)} field must be a valid email address.`)
    return value
  }

  /** A number, or text that contains one. */
  optionalNumber(
    name: string,
    { min = 0, max = 1e9, required = false, message }: NumberRule = {},
  ): number | null {
    const value = this.raw(name)
    const label = labelOf(name)
    if (value === undefined || value === null || value === '') {
      if (required) this.refuse(name, message ?? `The ${label} field is required.`)
      return null
    }
    const number = typeof value === 'string' && /^-?\d{1,12}(\.\d{1,6})?$/.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isFinite(number)) {
      this.refuse(name, `The ${label} field must be a number.`)
      return null
    }
    if (number < min) this.refuse(name, `The ${label} field must be at least ${min}.`)
    if (number > max) this.refuse(name, `The ${label} field must not be greater than ${max}.`)
    return number
  }

  optionalInteger(name: string, rule: NumberRule = {}): number | null {
    const number = this.optionalNumber(name, rule)
    if (number === null || Number.isInteger(number)) return number
    this.refuse(name, `The ${labelOf(name)} field must be an integer.`)
    return null
  }

  /** A number that must be there; 0 when it is not. */
  number(name: string, rule: NumberRule = {}): number {
    return this.optionalNumber(name, { ...rule, required: true }) ?? 0
  }

  integer(name: string, rule: NumberRule = {}): number {
    return this.optionalInteger(name, { ...rule, required: true }) ?? 0
  }

  boolean(name: string, fallback: boolean): boolean {
    return this.optionalBoolean(name) ?? fallback
  }

  optionalBoolean(name: string): boolean | null {
    const value = this.raw(name)
    if (value === undefined || value === null) return null
    if (value === true || value === 1 || value === '1') return true
    if (value === false || value === 0 || value === '0') return false
    this.refuse(name, `The ${labelOf(name)} field must be true or false.`)
    return null
  }

  choice<const T extends string>(name: string, choices: readonly T[]): T | null {
    if (this.raw(name) === undefined || this.raw(name) === null || this.raw(name) === '') {
      this.refuse(name, `The ${labelOf(name)} field is required.`)
      return null
    }
    return this.optionalChoice(name, choices)
  }

  optionalChoice<const T extends string>(name: string, choices: readonly T[]): T | null {
    const value = this.raw(name)
    if (value === undefined || value === null || value === '') return null
    const found = choices.find((each) => each === value)
    if (found === undefined) this.refuse(name, `The selected ${labelOf(name)} is invalid.`)
    return found ?? null
  }

  /** The entries of a list of at most `max`, each with `fields` named `list.0.field`; [] when it is not a list. */
  list(name: string, max = 100): Fields[] {
    return this.entries(name, max).map(
      (each, index) => new Fields(each, this.errors, `${this.prefix}${name}.${index}.`),
    )
  }

  /** The entries of a list, unread. */
  entries(name: string, max = 100): unknown[] {
    const value = this.raw(name)
    if (value === undefined || value === null) return []
    if (!Array.isArray(value)) {
      this.refuse(name, `The ${labelOf(name)} field must be an array.`)
      return []
    }
    if (value.length > max)
      this.refuse(name, `The ${labelOf(name)} field must not have more than ${max} items.`)
    return value.slice(0, max)
  }

  nested(name: string): Fields {
    return new Fields(this.raw(name), this.errors, `${this.prefix}${name}.`)
  }

  refuse(name: string, message: string): void {
    const list = (this.errors[this.prefix + name] ??= [])
    if (!list.includes(message)) list.push(message)
  }

  /** @throws Refusal 422 with every error */
  done(): void {
    if (Object.keys(this.errors).length > 0) throw refusalOf(this.errors)
  }
}

function refusalOf(errors: FieldErrors): Refusal {
  const messages = Object.values(errors).flat()
  const [first = '', ...rest] = messages
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more error${rest.length === 1 ? '' : 's'})`
  return new Refusal(422, `${first}${more}`, errors)
}

/** Control characters that a paste brings are removed, not refused. */
const READ = {
  line: (text: string) => cleanLine(text).trim(),
  lines: (text: string) => cleanText(text).trim(),
  secret: (text: string) => text,
}

/** NUL and lone surrogates, which PostgreSQL cannot store. */
const UNSTORABLE = /\0|\p{Surrogate}/u

export function isEmail(value: string): boolean {
  return (
    value.length <= 254 && /^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+\.[^\s@.<>",;:\\()[\]]{2,}$/.test(value)
  )
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function labelOf(name: string): string {
  return name.replaceAll('_', ' ')
}
