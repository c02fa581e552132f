import { type ClockTime, readClockTime } from '@tuvens/platform/clock-time'
import { parseDate } from '../../../rest/dates.ts'
import { localInput } from '../../../rest/words.ts'
import type { FormReader } from './form-reader.ts'

/** Which of two equal times of the night in which clocks go back is meant: `earlier` or `later`. */
export const whichField = (name: string) => `${name}_which`
/** The instant that a form was made from. */
export const instantField = (name: string) => `${name}_instant`

/** The fields of a `MomentField` for a stored instant. */
export function momentValues(
  name: string,
  at: Date | null | undefined,
  zone: string,
): Record<string, string> {
  if (!at) return { [name]: '', [instantField(name)]: '', [whichField(name)]: '' }
  return {
    [name]: localInput(at, zone),
    [instantField(name)]: at.toISOString(),
    [whichField(name)]: whichOf(at, zone),
  }
}

/** The time in a `datetime-local` field as an ISO date; null when it is empty or was refused. */
export function readMoment(form: FormReader, name: string, zone: string): string | null {
  const written = form.text(name, { max: 40 })
  if (written === '') return null
  const unchanged = unchangedOf(form, name, zone)
  if (unchanged !== null) return unchanged.toISOString()
  const local = written.replace(' ', 'T')
  const typed = readClockTime(local, zone)
  const date =
    typed === null ? parseDate(written, zone) : instantOf(form, name, { typed, clock: local.slice(11, 16) })
  if (date === null) form.refuse(name, 'Write a date and a time, like 2027-05-01 20:00')
  return date?.toISOString() ?? null
}

/** A form has no seconds, and an hour can come twice: a time that was left alone stays what it is. */
function unchangedOf(form: FormReader, name: string, zone: string): Date | null {
  const at = new Date(form.text(instantField(name), { max: 40 }))
  if (Number.isNaN(at.getTime()) || localInput(at, zone) !== form.text(name).slice(0, 16)) return null
  const which = form.values[whichField(name)] ?? ''
  return which === '' || which === whichOf(at, zone) ? at : null
}

/** Null when the form was refused. */
function instantOf(
  form: FormReader,
  name: string,
  { typed, clock }: { typed: ClockTime; clock: string },
): Date | null {
  if (typed.kind === 'once') return typed.at
  if (typed.kind === 'missing') {
    const { from, to } = typed
    form.refuse(
      name,
      `Clocks go forward from ${from} to ${to} that night, so ${clock} does not exist: write another time`,
    )
    return null
  }
  const which = form.values[whichField(name)]
  if (which === 'earlier' || which === 'later') return typed[which]
  form.refuse(name, `Clocks go back that night, so ${clock} comes twice: choose below which one you mean`)
  return null
}

function whichOf(at: Date, zone: string): '' | 'earlier' | 'later' {
  const shown = readClockTime(localInput(at, zone), zone)
  if (shown?.kind !== 'twice') return ''
  return at.getTime() < shown.later.getTime() ? 'earlier' : 'later'
}
