import type { FaultRule } from '../../box-office/src/fault-injection/rules.ts'
import type { LineFault } from '../harness/faulty-line.ts'
import type { Scenario } from './scenario.ts'

/** A fault around one action of an organiser: in webhooks, in responses, or on the line to the API. */
export const FAULTS = {
  nothing: () => {},
  'the webhook is dropped': withWebhook({ kind: 'drop' }),
  'the webhook is late': withWebhook({ kind: 'delay', ms: 400 }),
  'the webhook is repeated': withWebhook({ kind: 'repeat', copies: 3 }),
  'webhooks arrive out of order': withWebhook({ kind: 'reorder', ms: 600 }),
  'the worker waits for its own webhook': withWebhook({ kind: 'deadlock' }),
  'reading fails': withReading({ kind: 'error', times: 2 }),
  'reading is limited': withReading({ kind: 'error', status: 429, retryAfter: 1 }),
  'reading returns an HTML page': withReading({ kind: 'html' }),
  'reading is slow': withReading({ kind: 'slow', ms: 300 }),
  'reading hangs': withReading({ kind: 'slow', ms: 6000 }),
  'reading is cut off': withReading({ kind: 'cut', times: 2 }),
  'any response is lost': withAccount({ kind: 'lose' }),
  'any response is a gateway error': withAccount({ kind: 'gateway' }),
  'the API is unreachable': withApi('refuse'),
  'the response of the API is lost': withApi('lose-response'),
  'the API is busy': withApi({ answer: 503 }),
  'the API receives it late': withApi({ late: 300 }),
} satisfies Record<string, (scenario: Scenario) => void>

export type FaultName = keyof typeof FAULTS

type Given = Pick<FaultRule, 'kind'> & Partial<FaultRule>

function withWebhook(rule: Given) {
  return ({ world, hiEventId }: Scenario) =>
    void world.faultInjection.rules.add({ times: 1, ...rule, event: hiEventId })
}

/** The ticket origin's reads of one event, and its sweeps of the account. */
function withReading(rule: Given) {
  return ({ world, account }: Scenario) =>
    void world.faultInjection.rules.add({ times: 1, ...rule, account, path: 'GET /api/events*' })
}

function withAccount(rule: Given) {
  return ({ world, account }: Scenario) => void world.faultInjection.rules.add({ times: 1, ...rule, account })
}

/** The next two status reports or links of one event. */
function withApi(fault: LineFault) {
  return ({ world, eventId }: Scenario) => void world.apiFaults.set(eventId, { fault, times: 2 })
}
