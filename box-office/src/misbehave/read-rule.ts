import { Fields } from '../rest/fields.ts'
import { ANSWER_KINDS, DELIVERY_KINDS, HARMLESS, type Rule } from './rules.ts'

const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000]

/**
 * Reads a misbehaviour as the door is asked for one.
 *
 * @throws Refusal 422 with every field that cannot be used
 */
export function readRule(input: unknown): Rule {
  const fields = new Fields(input)
  const rule: Rule = {
    kind: fields.choice('kind', [...DELIVERY_KINDS, ...ANSWER_KINDS]) ?? 'drop',
    account: fields.optionalInteger('account', { min: 1 }),
    organizer: fields.optionalInteger('organizer', { min: 1 }),
    event: fields.optionalInteger('event', { min: 1 }),
    path: fields.optionalText('path'),
    times: fields.optionalInteger('times', { min: 1 }) ?? HARMLESS.times,
    probability: fields.optionalNumber('probability', { min: 0, max: 1 }) ?? HARMLESS.probability,
    seed: fields.optionalInteger('seed') ?? HARMLESS.seed,
    ms: fields.optionalInteger('ms', { min: 0, max: MINUTE_MS }) ?? HARMLESS.ms,
    copies: fields.optionalInteger('copies', { min: 2, max: 20 }) ?? HARMLESS.copies,
    status: fields.optionalInteger('status', { min: 400, max: 599 }) ?? HARMLESS.status,
    retryAfter: fields.optionalInteger('retry_after', { min: 0 }),
  }
  fields.done()
  return rule
}

/** @throws Refusal 422 */
export function readSkew(input: unknown): number {
  const fields = new Fields(input)
  const skewMs = fields.integer('skew_ms', { min: -DAY_MS, max: DAY_MS })
  fields.done()
  return skewMs
}
