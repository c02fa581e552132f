import {
  type EvaluationContext,
  type EvaluationDetails,
  type JsonValue,
  OpenFeature,
  type Provider,
  type ResolutionDetails,
  StandardResolutionReasons,
} from '@openfeature/server-sdk'
import type { FlagName } from '@tuvens/contract'
import type { FlagEvaluator, FlagSubject } from './evaluator.ts'

/** An OpenFeature provider over the flags of this process. All flags are boolean. */
export function createFlagProvider(evaluator: FlagEvaluator): Provider {
  const fallbackOf = <T>(value: T): ResolutionDetails<T> => ({
    value,
    reason: StandardResolutionReasons.DEFAULT,
  })
  return {
    metadata: { name: 'tuvens-flags' },
    runsOn: 'server',
    resolveBooleanEvaluation: async (name, fallback, context) =>
      evaluator.resolve(name, fallback, subjectOf(context)),
    resolveStringEvaluation: async (_, fallback) => fallbackOf(fallback),
    resolveNumberEvaluation: async (_, fallback) => fallbackOf(fallback),
    resolveObjectEvaluation: async <T extends JsonValue>(_: string, fallback: T) => fallbackOf(fallback),
  }
}

let domains = 0

/**
 * Explains decisions through the OpenFeature client: the value with its variant and reason. For people: a call of the client
 * takes some forty microseconds, so that paths ask the evaluator (decisions/021).
 */
export function createExplain(evaluator: FlagEvaluator) {
  // The SDK has one registry for a whole process, in which several nodes may run in a test.
  const domain = `tuvens-flags-${++domains}`
  let ready: Promise<void> | undefined
  return async (name: FlagName, { accountId, eventId }: FlagSubject): Promise<EvaluationDetails<boolean>> => {
    ready ??= OpenFeature.setProviderAndWait(domain, createFlagProvider(evaluator))
    await ready
    return OpenFeature.getClient(domain).getBooleanDetails(name, false, {
      ...(accountId !== null && { targetingKey: String(accountId) }),
      ...(typeof eventId === 'string' && { eventId }),
    })
  }
}

function subjectOf({ targetingKey, eventId }: EvaluationContext): FlagSubject {
  const accountId = Number(targetingKey)
  return {
    accountId: Number.isSafeInteger(accountId) && accountId > 0 ? accountId : null,
    eventId: typeof eventId === 'string' ? eventId : null,
  }
}
