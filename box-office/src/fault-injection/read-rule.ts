import { Fields } from '../rest/fields.ts'
import { DELIVERY_FAULTS, type FaultRule, RESPONSE_FAULTS, RULE_DEFAULTS } from './rules.ts'

const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000]

/** @throws Refusal 422 with every invalid field */
export function readRule(input: unknown): FaultRule {
  const fields = new Fields(input)
  const rule: FaultRule = {
    kind: fields.choice('kind', [...DELIVERY_FAULTS, ...RESPONSE_FAULTS]) ?? 'drop',
    account: fields.optionalInteger('account', { min: 1 }),
    organizer: fields.optionalInteger('organizer', { min: 1 }),
    event: fields.optionalInteger('event', { min: 1 }),
    path: fields.optionalText('path'),
    times: fields.optionalInteger('times', { min: 1 }) ?? RULE_DEFAULTS.times,
    probability: fields.optionalNumber('probability', { min: 0, max: 1 }) ?? RULE_DEFAULTS.probability,
    seed: fields.optionalInteger('seed') ?? RULE_DEFAULTS.seed,
    ms: fields.optionalInteger('ms', { min: 0, max: MINUTE_MS }) ?? RULE_DEFAULTS.ms,
    copies: fields.optionalInteger('copies', { min: 2, max: 20 }) ?? RULE_DEFAULTS.copies,
    status: fields.optionalInteger('status', { min: 400, max: 599 }) ?? RULE_DEFAULTS.status,
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
