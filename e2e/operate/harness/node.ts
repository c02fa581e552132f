import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type RunningService, startService, waitUntilReady } from '../../../scripts/system/service.ts'
import type { ServiceSpec } from '../../../scripts/system/wiring.ts'
import { HarnessError } from '../../harness/harness-error.ts'
import type { Balancer } from './balancer.ts'

/** A process that can be replaced by one of another release. */
export type Node = {
  service: string
  name: string
  /** Address of its metrics. */
  metrics: string
  /** Starts the release in a folder; resolves when it is ready. `env` is added to its settings. */
  start: (root: string, env?: Record<string, string>) => Promise<void>
  /** Sends SIGTERM; resolves when the process has ended. @throws HarnessError when it did not end by itself */
  stop: () => Promise<void>
}

export type NodeOptions = Pick<Node, 'service' | 'name' | 'metrics'> & {
  /** How the release in a folder is started. */
  specOf: (root: string) => ServiceSpec
  logs: string
}

/** From SIGTERM to the end: the drain, and what is under way. */
const STOP_LIMIT_MS = 60_000

export function createNode({ specOf, logs, ...own }: NodeOptions): Node {
  mkdirSync(logs, { recursive: true })
  const log = join(logs, `${own.service}-${own.name}.log`)
  let running: RunningService | undefined
  return {
    ...own,
    start: async (root, env = {}) => {
      const spec = specOf(root)
      running = startService({ ...spec, env: { ...spec.env, ...env } }, log)
      await waitUntilReady(running, log)
    },
    stop: async () => {
      if (running?.isRunning() !== true) return
      await running.stop(STOP_LIMIT_MS)
      const how = await running.ended
      if (how !== 'ended with code 0') throw new HarnessError(`${own.service} ${own.name} ${how}: see ${log}`)
    },
  }
}

const POLL_MS = 50
const BALANCED_LIMIT_MS = 60_000

/** Waits until the balancer sends requests to a node, or sends none. */
export async function untilBalanced(
  balancer: Balancer,
  { service, name }: Pick<Node, 'service' | 'name'>,
  isWanted = true,
): Promise<void> {
  const deadline = Date.now() + BALANCED_LIMIT_MS
  for (;;) {
    const own = (await balancer.servers()).filter((each) => each.backend === service && each.server === name)
    if (own.length > 0 && own.every(({ status }) => status.startsWith('UP') === isWanted)) return
    if (Date.now() > deadline)
      throw new HarnessError(
        `${service} ${name} is ${own.map(({ status }) => status).join()} at the balancer`,
      )
    await delay(POLL_MS)
  }
}

/** Replaces the release of a node, as an operator does: stop, start, wait until it is balanced again. */
export async function replaceRelease(balancer: Balancer, node: Node, root: string): Promise<void> {
  await node.stop()
  await node.start(root)
  await untilBalanced(balancer, node)
}

/** Has the balancer send no more requests to a node, and waits until those under way are answered. Streams stay open. */
export async function takeOut(balancer: Balancer, { service, name }: Node): Promise<void> {
  await balancer.command(`set server ${service}/${name} state drain`)
  await untilBalanced(balancer, { service, name }, false)
  const isBusy = async () =>
    (await balancer.servers()).some(
      (each) => each.backend === service && each.server === name && each.sessions > 0,
    )
  while (await isBusy()) await delay(POLL_MS)
}

/** Has the balancer send requests to a node again. */
export async function putBack(balancer: Balancer, node: Node): Promise<void> {
  await balancer.command(`set server ${node.service}/${node.name} state ready`)
  await untilBalanced(balancer, node)
}
