import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { failed, type Finding, ok } from '../finding.ts'
import { isUnreachable, parseJson } from '../probe/probe.ts'
import { createDoctorCalls } from '../setup/doctor-calls.ts'
import type { DoctorTarget } from '../target.ts'

const LIMIT_S = 30

/** By how many seconds a clock is ahead of ours. */
type ClockSkew = { whose: string; seconds: number }

/** Signatures, tokens and the order of status reports depend on clocks: ours, Hi.Events' and the API's must agree. */
export async function checkClock(target: DoctorTarget): Promise<Finding> {
  const { upstreamApi, tuvensApiUrl } = target.context.config
  const skews = [
    await byDate(target, "Hi.Events'", `${upstreamApi}/users/me`),
    await byDate(target, "the Tuvens API's", tuvensApiUrl),
    await byToken(target),
    await byWebhook(target),
  ].flatMap((each) => each ?? [])
  const [worst] = skews.toSorted((a, b) => Math.abs(b.seconds) - Math.abs(a.seconds))
  if (worst === undefined || Math.abs(worst.seconds) <= LIMIT_S) return ok(`the clocks agree to ${LIMIT_S} s`)
  const { whose, seconds } = worst
  return failed(
    `${whose} clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} ours`,
    'Set both clocks by NTP (timedatectl set-ntp true).',
  )
}

async function byDate(
  { context, probe }: DoctorTarget,
  whose: string,
  url: string,
): Promise<ClockSkew | null> {
  const response = await probe(url)
  return isUnreachable(response) ? null : skewOf(whose, response.header('date') ?? '', context.clock.now())
}

async function byToken({ signIn }: DoctorTarget): Promise<ClockSkew | null> {
  const { issued } = await signIn().catch(() => ({ issued: null }))
  return issued && { whose: "Hi.Events'", seconds: Math.round((issued.theirs - issued.ours) / 1000) }
}

const SentMessage = Type.Object({ event_sent_at: Type.String() })

/** Hi.Events keeps a log of its messages; the newest was sent during this examination. */
async function byWebhook({ context, signIn, createWebhook }: DoctorTarget): Promise<ClockSkew | null> {
  const setup = await Promise.all([signIn(), createWebhook()]).catch(() => null)
  if (setup === null) return null
  const [{ token }, { organizerId, created }] = setup
  if (created === null) return null
  const webhookAttempts = await createDoctorCalls(context.caller)
    .webhookAttempts(token, organizerId, created.id)
    .catch(() => [])
  const sent = webhookAttempts.flatMap(({ payload }) => sentAt(payload) ?? [])
  const newest = Math.max(...sent)
  // The message is some seconds old by now, so a small lag is no skew.
  const seconds = Math.round((newest - context.clock.now()) / 1000)
  return sent.length === 0 || (seconds < 0 && seconds > -2 * LIMIT_S)
    ? null
    : { whose: "Hi.Events'", seconds }
}

function sentAt(payload: unknown): number | null {
  const message: unknown = typeof payload === 'string' ? parseJson(payload) : payload
  const at = Value.Check(SentMessage, message) ? Date.parse(message.event_sent_at) : Number.NaN
  return Number.isNaN(at) ? null : at
}

function skewOf(whose: string, date: string, now: number): ClockSkew | null {
  const at = Date.parse(date)
  return Number.isNaN(at) ? null : { whose, seconds: Math.round((at - now) / 1000) }
}
