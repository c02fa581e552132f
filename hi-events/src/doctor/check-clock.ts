import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type Finding, well, wrong } from './finding.ts'
import { isSilent } from './look.ts'
import type { Patient } from './patient.ts'
import { createRest } from './rest.ts'

const LIMIT_S = 30

/** A clock, and by how many seconds it is ahead of ours. */
type Skew = { whose: string; seconds: number }

/** Signatures, tokens and the order of statuses go by the clock; ours, Hi.Events' and the API's have to agree. */
export async function checkClock(patient: Patient): Promise<Finding> {
  const { upstreamApi, tuvensApiUrl } = patient.context.config
  const skews = [
    await byDate(patient, "Hi.Events'", `${upstreamApi}/users/me`),
    await byDate(patient, "the Tuvens API's", tuvensApiUrl),
    await byToken(patient),
    await byWebhook(patient),
  ].flatMap((each) => each ?? [])
  const [worst] = skews.toSorted((a, b) => Math.abs(b.seconds) - Math.abs(a.seconds))
  if (worst === undefined || Math.abs(worst.seconds) <= LIMIT_S)
    return well(`the clocks agree to ${LIMIT_S} s`)
  const { whose, seconds } = worst
  return wrong(
    `${whose} clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} ours`,
    'Set both clocks by NTP (timedatectl set-ntp true).',
  )
}

async function byDate({ context, look }: Patient, whose: string, url: string): Promise<Skew | null> {
  const answer = await look(url)
  return isSilent(answer) ? null : skewOf(whose, answer.header('date') ?? '', context.clock.now())
}

async function byToken({ signedIn }: Patient): Promise<Skew | null> {
  const { issued } = await signedIn().catch(() => ({ issued: null }))
  return issued && { whose: "Hi.Events'", seconds: Math.round((issued.theirs - issued.ours) / 1000) }
}

const Message = Type.Object({ event_sent_at: Type.String() })

/** Hi.Events keeps its last messages; the youngest was sent during this examination. */
async function byWebhook({ context, signedIn, hook }: Patient): Promise<Skew | null> {
  const known = await Promise.all([signedIn(), hook()]).catch(() => null)
  const made = known?.[1].made
  if (known === null || !made) return null
  const attempts = await createRest(context.caller)
    .attempts(known[0].token, known[1].organizerId, made.id)
    .catch(() => [])
  const sent = attempts.flatMap(({ payload }) => sentAt(payload) ?? [])
  const youngest = Math.max(...sent)
  // The message itself is some seconds old by now: only what lies ahead, or far behind, tells something.
  const seconds = Math.round((youngest - context.clock.now()) / 1000)
  return sent.length === 0 || (seconds < 0 && seconds > -2 * LIMIT_S)
    ? null
    : { whose: "Hi.Events'", seconds }
}

function sentAt(payload: unknown): number | null {
  const message: unknown = typeof payload === 'string' ? tryJson(payload) : payload
  const at = Value.Check(Message, message) ? Date.parse(message.event_sent_at) : Number.NaN
  return Number.isNaN(at) ? null : at
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function skewOf(whose: string, date: string, now: number): Skew | null {
  const at = Date.parse(date)
  return Number.isNaN(at) ? null : { whose, seconds: Math.round((at - now) / 1000) }
}
