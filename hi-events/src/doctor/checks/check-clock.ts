import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { failed, type Finding, ok } from '../finding.ts'
import { isUnreachable, parseJson } from '../probe/probe.ts'
import type { DoctorTarget } from '../target.ts'

const LIMIT_S = 30

/** Signatures, tokens and the order of status reports depend on clocks: ours, Hi.Events' and the API's must agree. */
export async function checkClock(target: DoctorTarget): Promise<Finding> {
  const { upstreamApi, tuvensApiUrl } = target.context.config
  const skews = [
    { whose: "Hi.Events'", seconds: await skewByDate(target, `${upstreamApi}/users/me`) },
    { whose: "the Tuvens API's", seconds: await skewByDate(target, tuvensApiUrl) },
    { whose: "Hi.Events'", seconds: await skewByToken(target) },
    { whose: "Hi.Events'", seconds: await skewByWebhook(target) },
  ]
  const [worst] = skews.toSorted((a, b) => Math.abs(b.seconds) - Math.abs(a.seconds))
  if (worst === undefined || Math.abs(worst.seconds) <= LIMIT_S) return ok(`the clocks agree to ${LIMIT_S} s`)
  const { whose, seconds } = worst
  return failed(
    `${whose} clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} ours`,
    'Set both clocks by NTP (timedatectl set-ntp true).',
  )
}

/** By how many seconds an instant is after another; 0 when it is not known. */
function secondsAfter(then: number, now: number): number {
  return Math.round((then - now) / 1000) || 0
}

async function skewByDate({ context, probe }: DoctorTarget, url: string): Promise<number> {
  const response = await probe(url)
  const date = isUnreachable(response) ? '' : (response.header('date') ?? '')
  return secondsAfter(Date.parse(date), context.clock.now())
}

async function skewByToken({ signIn }: DoctorTarget): Promise<number> {
  const { issued } = await signIn().catch(() => ({ issued: null }))
  return issued === null ? 0 : secondsAfter(issued.theirs, issued.ours)
}

const SentMessage = Type.Object({ event_sent_at: Type.String() })

/** Hi.Events keeps a log of its messages; the newest was sent during this examination. */
async function skewByWebhook({ context, calls, signIn, createWebhook }: DoctorTarget): Promise<number> {
  const setup = await Promise.all([signIn(), createWebhook()]).catch(() => null)
  if (setup === null) return 0
  const [{ token }, { organizerId, created }] = setup
  if (created === null) return 0
  const attempts = await calls.webhookAttempts(token, organizerId, created.id).catch(() => [])
  const newest = Math.max(...attempts.flatMap(({ payload }) => sentAt(payload) ?? []))
  if (!Number.isFinite(newest)) return 0
  const seconds = secondsAfter(newest, context.clock.now())
  // The message is some seconds old by now, so a small lag is no skew.
  return seconds < 0 && seconds > -2 * LIMIT_S ? 0 : seconds
}

function sentAt(payload: unknown): number | null {
  const message: unknown = typeof payload === 'string' ? parseJson(payload) : payload
  const at = Value.Check(SentMessage, message) ? Date.parse(message.event_sent_at) : Number.NaN
  return Number.isNaN(at) ? null : at
}
