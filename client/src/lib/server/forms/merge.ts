import { categoryName } from '$lib/format/category.ts'
import { ENGLISH } from '../english.ts'
import { EVENT_CATEGORIES } from '@tuvens/contract'
import { firstLetters } from '$lib/format/graphemes.ts'
import type { FormErrors } from '$lib/forms/errors.ts'
import { EVENT_FIELDS, type EventValues } from '$lib/forms/event.ts'
import { nameOf } from './event.ts'

type Field = keyof EventValues
/** What the form was made from; a field is missing when it cannot be read. */
type Base = Partial<Record<Field, unknown>>

/** Fields that go with another one. */
const COMPANIONS: Partial<Record<Field, readonly Field[]>> = {
  start: ['start_which', 'start_instant'],
  end: ['end_which', 'end_instant'],
  further_dates: ['further_instants'],
}
const HIDDEN: readonly Field[] = ['etag', 'base', 'account_id', ...Object.values(COMPANIONS).flat()]
const MERGED = EVENT_FIELDS.filter((field) => !HIDDEN.includes(field))
const MAX_QUOTED = 120

/**
 * A form that was typed while somebody else saved the event, on top of the event as it is now. A field that was left alone
 * takes the new value; one that both changed keeps what was typed. Each change of the other side is told at its field.
 */
export function mergeEdit(
  typed: EventValues,
  current: EventValues,
): { values: EventValues; errors: FormErrors } {
  const base = readBase(typed.base)
  const values = { ...typed, etag: current.etag, base: current.base }
  const errors: FormErrors = {}
  for (const field of MERGED) {
    const isChanged = current[field] !== base[field] && current[field] !== typed[field]
    if (current[field] === typed[field] || (isChanged && typed[field] === base[field])) {
      for (const each of [field, ...(COMPANIONS[field] ?? [])]) values[each] = current[each]
    }
    if (isChanged) errors[field] = wordsOf(field, current[field], typed[field] === base[field])
  }
  return { values, errors }
}

/** What a form remembers of the event that it was made from. */
export function baseOf(values: EventValues): string {
  return JSON.stringify(Object.fromEntries(MERGED.map((field) => [field, values[field]])))
}

function readBase(text: string): Base {
  try {
    const base: unknown = JSON.parse(text)
    return typeof base === 'object' && base !== null ? base : {}
  } catch {
    return {}
  }
}

function wordsOf(field: Field, value: string, isTaken: boolean): string {
  const now =
    value === ''
      ? `The ${nameOf(field)} was removed`
      : field === 'image_url'
        ? 'There is another picture now'
        : `The ${nameOf(field)} is now “${shownOf(field, value)}”`
  return isTaken ? now : `${now}; if you save, yours replaces it`
}

function shownOf(field: Field, value: string): string {
  if (field === 'start' || field === 'end') return value.replace('T', ' ')
  const category = field === 'category' && EVENT_CATEGORIES.find((each) => each === value)
  if (category) return categoryName(category, ENGLISH)
  const quoted = firstLetters(value, MAX_QUOTED)
  return quoted.length < value.length ? `${quoted}…` : value
}
