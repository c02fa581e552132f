import { setTimeout as sleep } from 'node:timers/promises'
import { isRecord } from '../rest/fields.ts'
import type { Delivery, Receipt, Send } from '../webhooks/send.ts'
import { DELIVERY_KINDS, type DeliveryKind, type Facts, type Rule, type Rules } from './rules.ts'
import type { Worker } from './worker.ts'

type Turn = { delivery: Delivery; send: Send; rule: Rule; worker: Worker; queue: Queue }

/** What becomes of a delivery. Those that are late keep nobody waiting, and nobody learns what they were answered. */
const DELIVERIES: Record<DeliveryKind, (turn: Turn) => Promise<Receipt>> = {
  drop: async () => UNANSWERED,
  delay: async ({ delivery, send, rule }) => {
    void pause(rule.ms).then(() => send(delivery))
    return UNANSWERED
  },
  repeat: async ({ delivery, send, rule }) => {
    for (let copy = 1; copy < rule.copies; copy++) await send(delivery)
    return send(delivery)
  },
  /** Sent after the next one to the same receiver, or alone when none comes. */
  reorder: async ({ delivery, send, rule, queue }) => {
    void Promise.race([queue.overtaken(delivery.url), pause(rule.ms)]).then(() => send(delivery))
    return UNANSWERED
  },
  deadlock: ({ delivery, send, worker }) => worker.occupy(send(delivery)),
}

const UNANSWERED: Receipt = { code: 0, body: null, timedOut: false }

/** Nobody stays alive for a late delivery. */
const pause = (ms: number) => sleep(ms, undefined, { ref: false })

/** Makes deliveries misbehave as the rules say. */
export function misbehavingSend(send: Send, { rules, worker }: { rules: Rules; worker: Worker }): Send {
  const queue = createQueue()
  return async (delivery) => {
    const rule = rules.take(DELIVERY_KINDS, factsOf(delivery))
    if (rule !== undefined) return DELIVERIES[rule.kind]({ delivery, send, rule, worker, queue })
    const receipt = await send(delivery)
    queue.pass(delivery.url)
    return receipt
  }
}

function factsOf({ organizerId, body }: Delivery): Facts {
  const { event_type: type, payload } = JSON.parse(body) as { event_type: string; payload: unknown }
  const { id, event_id } = isRecord(payload) ? payload : {}
  const event = Number(type.startsWith('event.') ? id : event_id)
  return { account: null, organizer: organizerId, event, path: type }
}

/** Deliveries that let the next one to their receiver go first. */
type Queue = { overtaken: (url: string) => Promise<void>; pass: (url: string) => void }

function createQueue(): Queue {
  const waiting = new Map<string, (() => void)[]>()
  return {
    overtaken: (url) => new Promise((resolve) => waiting.set(url, [...(waiting.get(url) ?? []), resolve])),
    pass: (url) => {
      for (const go of waiting.get(url) ?? []) go()
      waiting.delete(url)
    },
  }
}
