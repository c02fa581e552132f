import { type DetailField, type Differences, ServiceError } from '@tuvens/contract'
import { isDeepStrictEqual } from 'node:util'
import { differencesOf, eventHash, recordOf, type Written } from '../details/compare.ts'
import { HELD_MS, holdComparison, saveComparison } from '../details/store.ts'
import { readUntilAgreed } from '../relay/read-until-agreed.ts'
import type { EditsContext } from './context.ts'
import { type Comparison, compareAll, findTarget, look } from './look.ts'
import { hasSeveralDates } from '../upstream/dates.ts'
import { type Outcome, refusedRecord, write } from './write.ts'

const lockOf = (eventId: string) => [`details:${eventId}`]

/**
 * Carries the details of a Tuvens event to the ticket system, one carriage of an event at a time: reads, merges, writes,
 * and remembers what was written. Without a link, or when nothing differs, nothing is written.
 *
 * @param claim `dueAt` of the claim, which ends with a success
 * @throws UpstreamError
 */
export async function carry(context: EditsContext, eventId: string, claim: string | null): Promise<void> {
  await context.lock(lockOf(eventId), async () => {
    const target = await findTarget(context, eventId)
    if (target === null) return
    const comparison = await look(context, target)
    if (mayWrite(context, comparison)) await carryComparison(context, comparison, claim)
    else if (claim !== null) await holdComparison(context.db, { eventId, dueAt: claim }, HELD_MS)
  })
}

/** Of an event of several dates nothing is written while the flag is off: an edit could move the wrong one. */
function mayWrite({ flags }: EditsContext, { accountId, eventId, details, upstream }: Comparison): boolean {
  const hasSeveral = hasSeveralDates(upstream.event) || (details.furtherDates ?? []).length > 0
  return !hasSeveral || flags.isOn('several-dates', { accountId, eventId })
}

async function carryComparison(
  context: EditsContext,
  comparison: Comparison,
  claim: string | null,
): Promise<Differences> {
  const { eventId, details } = comparison
  const outcome = await write(context, comparison)
  const { upstream } = outcome
  const written = recordsOf(comparison, outcome)
  const verdicts = compareAll(details, upstream, written)
  const differences = differencesOf(verdicts, details, upstream)
  const shown = differences.map(({ field, reason }) => ({ field, reason }))
  await saveComparison(context.db, eventId, {
    written,
    differences: shown,
    eventHash: eventHash(upstream.event),
    claim,
  })
  // The end is a timer of the link, and the title is part of its reports.
  if (upstream.event !== comparison.upstream.event) await readUntilAgreed(context, eventId, null)
  return { event_id: eventId, differences }
}

/**
 * What is remembered: the fields that were written now, and those that are the same because the Tuvens event changed. When
 * only the ticket system's value changed, such as the form of a text, the record stays: it is not ours to overwrite.
 */
function recordsOf({ written, verdicts, details }: Comparison, { upstream, refused }: Outcome): Written {
  const records: Written = { ...written }
  for (const [name, verdict] of verdicts) {
    const record = (refused.includes(name) ? refusedRecord : recordOf)(name, details, upstream)
    const isNew = verdict === 'same' && !isDeepStrictEqual(written[name]?.ours, record.ours)
    if (verdict === 'write' || isNew) records[name] = record
  }
  return records
}

/** The fields that differ at this moment. @throws UpstreamError */
export async function readDifferences(context: EditsContext, eventId: string): Promise<Differences | null> {
  const target = await findTarget(context, eventId)
  if (target === null) return null
  const { verdicts, details, upstream } = await look(context, target)
  return { event_id: eventId, differences: differencesOf(verdicts, details, upstream) }
}

/**
 * Writes our value of a field over the one that an organiser has seen. When the ticket system has another value by now,
 * that difference remains.
 */
export async function overwrite(
  context: EditsContext,
  eventId: string,
  { field, isSeen }: { field: DetailField; isSeen: (comparison: Comparison) => boolean },
): Promise<Differences | null> {
  return context.lock(lockOf(eventId), async () => {
    const target = await findTarget(context, eventId)
    if (target === null) return null
    if (!context.flags.isOn('carried-edits', { accountId: target.accountId, eventId }))
      throw new ServiceError('UPSTREAM_UNAVAILABLE', { isRefusal: true })
    const comparison = await look(context, target)
    if (!mayWrite(context, comparison)) throw new ServiceError('UPSTREAM_UNAVAILABLE', { isRefusal: true })
    const verdicts = new Map(comparison.verdicts)
    if (verdicts.get(field) === 'changed' && isSeen(comparison)) verdicts.set(field, 'write')
    return carryComparison(context, { ...comparison, verdicts }, null)
  })
}
