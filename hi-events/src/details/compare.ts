import { DETAIL_FIELDS, type DetailField, type Difference, type EventDetails } from '@tuvens/contract'
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Upstream, WrittenField } from './field.ts'
import { fieldOf } from './fields.ts'

/** The fields that were ever written or found equal. */
export type Written = Partial<Record<DetailField, WrittenField>>

/** `write`: our value is newer than what was written, and nobody has changed the ticket system's. */
export type Verdict = 'same' | 'write' | Difference['reason']

/**
 * Compares one field. A value of the ticket system that is not the one we wrote belongs to its side: it is never
 * overwritten before an organiser has chosen.
 */
export function compareField(
  name: DetailField,
  { details, upstream, written }: { details: EventDetails; upstream: Upstream; written: Written },
): Verdict {
  const field = fieldOf(name)
  const last = written[name]
  if (field.agrees(details, upstream, last)) return 'same'
  const obstacle = field.obstacle?.(details, upstream, last) ?? null
  if (obstacle !== null) return obstacle
  if (last === undefined && field.isFree?.(upstream) === true) return 'write'
  if (last === undefined) return 'changed'
  const isUnchanged = isDeepStrictEqual(last.stored, field.stored(upstream))
  if (!isUnchanged && field.isHalfWritten?.(details, upstream, last) !== true) return 'changed'
  if (!isDeepStrictEqual(last.ours, field.ours(details))) return 'write'
  // The ticket system keeps our value in a form of its own, or it refused it.
  return last.isRefused === true ? 'refused' : 'same'
}

/** What is written down of a field after a comparison or a write. */
export function recordOf(name: DetailField, details: EventDetails, upstream: Upstream): WrittenField {
  const { ours, written = ours, stored } = fieldOf(name)
  return { ours: written(details, upstream), stored: stored(upstream) }
}

/** What every field of an event is after it was created or carried: nothing of it was changed by others. */
export function recordAll(details: EventDetails, upstream: Upstream): Written {
  return Object.fromEntries(DETAIL_FIELDS.map((name) => [name, recordOf(name, details, upstream)]))
}

/** Names everything of an event that is compared, apart from its settings. */
export function eventHash(event: Upstream['event']): string {
  const values = DETAIL_FIELDS.map((name) => fieldOf(name))
    .filter((field) => field.settings === undefined)
    .map((field) => field.stored({ event, settings: {} }))
  return hashOf(values)
}

/** A short name of a value, for a person's choice to refer to. */
export function seenOf(name: DetailField, upstream: Upstream): string {
  return hashOf(fieldOf(name).stored(upstream))
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22)
}

/** The fields that differ, with both values. */
export function differencesOf(
  verdicts: ReadonlyMap<DetailField, Verdict>,
  details: EventDetails,
  upstream: Upstream,
): Difference[] {
  return [...verdicts].flatMap(([name, verdict]) => {
    if (verdict === 'same' || verdict === 'write') return []
    const { ours, theirs } = fieldOf(name)
    const values = { ours: ours(details), theirs: theirs(upstream) }
    return [{ field: name, reason: verdict, ...values, seen: seenOf(name, upstream) }]
  })
}
