import { setTimeout as sleep } from 'node:timers/promises'
import { isRecord } from '../rest/fields.ts'
import type { Delivery, DeliveryResult, Send } from '../deliveries/send.ts'
import {
  DELIVERY_FAULTS,
  type DeliveryFault,
  type FaultRule,
  type FaultRules,
  type FaultTarget,
} from './rules.ts'
import type { Worker } from './worker.ts'

type FaultyDelivery = {
  delivery: Delivery
  send: Send
  rule: FaultRule
  worker: Worker
  queue: DeliveryQueue
}

/** Late deliveries count as unanswered at once: the caller does not wait for them, and their answers are dropped. */
const FAULTS: Record<DeliveryFault, (faulty: FaultyDelivery) => Promise<DeliveryResult>> = {
  drop: async () => UNANSWERED,
  delay: async ({ delivery, send, rule }) => {
    void pause(rule.ms).then(() => send(delivery))
    return UNANSWERED
  },
  repeat: async ({ delivery, send, rule }) => {
    for (let copy = 1; copy < rule.copies; copy++) await send(delivery)
    return send(delivery)
  },
  /** Sent after the next delivery to the same receiver, or after `ms` when there is none. */
  reorder: async ({ delivery, send, rule, queue }) => {
    void Promise.race([queue.overtaken(delivery.url), pause(rule.ms)]).then(() => send(delivery))
    return UNANSWERED
  },
  deadlock: ({ delivery, send, worker }) => worker.occupy(send(delivery)),
}

const UNANSWERED: DeliveryResult = { code: 0, timedOut: false }

/** A late delivery does not keep the process alive. */
const pause = (ms: number) => sleep(ms, undefined, { ref: false })

/** Sends webhooks with the faults of the matching rules. */
export function sendWithFaults(send: Send, { rules, worker }: { rules: FaultRules; worker: Worker }): Send {
  const queue = createQueue()
  return async (delivery) => {
    const rule = rules.take(DELIVERY_FAULTS, targetOf(delivery))
    if (rule !== undefined) return FAULTS[rule.kind]({ delivery, send, rule, worker, queue })
    const receipt = await send(delivery)
    queue.release(delivery.url)
    return receipt
  }
}

function targetOf({ organizerId, body }: Delivery): FaultTarget {
  const { event_type: type, payload } = JSON.parse(body) as { event_type: string; payload: unknown }
  const { id, event_id } = isRecord(payload) ? payload : {}
  const event = Number(type.startsWith('event.') ? id : event_id)
  return { account: null, organizer: organizerId, event, path: type }
}

type DeliveryQueue = {
  /** Resolves after the next delivery to this receiver. */
  overtaken: (url: string) => Promise<void>
  release: (url: string) => void
}

function createQueue(): DeliveryQueue {
  const waiting = new Map<string, (() => void)[]>()
  return {
    overtaken: (url) => new Promise((resolve) => waiting.set(url, [...(waiting.get(url) ?? []), resolve])),
    release: (url) => {
      for (const resume of waiting.get(url) ?? []) resume()
      waiting.delete(url)
    },
  }
}
