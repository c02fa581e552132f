import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../../harness/system.ts'
import { type Node, putBack, replaceRelease, takeOut } from './node.ts'
import type { Stack } from './stack.ts'

/** Replaces the release of all nodes, one after the other. */
export async function rollOut({ balancer, nodes }: Stack, root: string): Promise<void> {
  for (const node of nodes) await replaceRelease(balancer, node, root)
}

/** The same in less time: one node of each service at once, so that the others serve meanwhile. */
export async function rollOutByHalves({ balancer, nodes }: Stack, root: string): Promise<void> {
  const names = new Set(nodes.map(({ name }) => name))
  for (const name of names) {
    const half = nodes.filter((node) => node.name === name)
    await Promise.all(half.map((node) => replaceRelease(balancer, node, root)))
  }
}

/**
 * Replaces all nodes, one of each service at once, and takes each out at the balancer before: also for releases that know
 * nothing of a drain, and the quickest way back.
 */
export async function replaceByHalves({ balancer, nodes }: Stack, root: string): Promise<void> {
  const replace = async (node: Node) => {
    await takeOut(balancer, node)
    await node.stop()
    await node.start(root, { SHUTDOWN_DRAIN: '0' })
    await putBack(balancer, node)
  }
  for (const name of new Set(nodes.map((node) => node.name)))
    await Promise.all(nodes.filter((node) => node.name === name).map(replace))
}

/** Runs a command of `npm run ops` and reads the document that it prints. */
export async function ops<T>(...args: string[]): Promise<{ code: number; result: T }> {
  const child = spawn(process.execPath, ['--', join(ROOT, 'scripts', 'ops.mjs'), ...args, '--json'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let written = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (written += chunk))
  const code = await new Promise<number>((resolve) => child.once('close', (ended) => resolve(ended ?? -1)))
  return { code, result: JSON.parse(written) as T }
}
