import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** By server that drains, when its last request came: milliseconds of `performance.now()`. */
const draining = new WeakMap<Server, number>()

/** Whether a balancer still sends requests is seen only where there are more than one a second. */
const QUIET_MS = 1_000
const MORE_MS = 5_000
const POLL_MS = 50

export type DrainTimes = { moreMs?: number; quietMs?: number }

/**
 * Prepares a server for its end, while it still answers everything: `/readyz` tells balancers to send no more requests here,
 * and each answer is the last on its connection. Takes `drainMs`, and up to `moreMs` more until no request has come for
 * `quietMs`: on a busy machine a balancer notices later.
 */
export async function drain(
  server: Server,
  drainMs: number,
  { moreMs = MORE_MS, quietMs = QUIET_MS }: DrainTimes = {},
): Promise<void> {
  draining.set(server, -Infinity)
  if (drainMs === 0) return
  await delay(drainMs)
  const deadline = performance.now() + moreMs
  const isQuiet = () => performance.now() - (draining.get(server) ?? -Infinity) >= quietMs
  while (!isQuiet() && performance.now() < deadline) await delay(POLL_MS)
}

export function isDraining(server: Server): boolean {
  return draining.has(server)
}

/** Notes that somebody still sends requests to a server that drains. */
export function noteRequest(server: Server): void {
  draining.set(server, performance.now())
}
