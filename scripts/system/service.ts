import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { lastLines } from './logs.ts'
import type { ServiceSpec } from './wiring.ts'
import { PlainError } from './plain-error.ts'

export type RunningService = {
  readonly spec: ServiceSpec
  readonly pid: number
  /** Resolves with a description of how the process ended. */
  readonly ended: Promise<string>
  isRunning: () => boolean
  /** Resolves when the process has ended. Sends SIGKILL after `limitMs`. */
  stop: (limitMs?: number) => Promise<void>
  kill: () => Promise<void>
}

const PARENT_WATCH = join(import.meta.dirname, 'parent-watch.mjs')
const STOP_LIMIT_MS = 8000
const READY_LIMIT_MS = 60_000
const PROBE_MS = 50
const PROBE_LIMIT_MS = 2000

/** Starts the process of a service and writes its output to `log`. Does not wait until it is ready: see `waitUntilReady`. */
export function startService(spec: ServiceSpec, log: string): RunningService {
  const out = openSync(log, 'a')
  // In its own process group: Ctrl-C in the terminal reaches only the parent, which stops the services in order.
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', PARENT_WATCH, spec.entry], {
    cwd: dirname(dirname(spec.entry)),
    env: { ...spec.env },
    stdio: ['ignore', out, out, 'ipc'],
    detached: true,
  })
  closeSync(out)
  const ended = endOf(child)
  const isRunning = () => child.exitCode === null && child.signalCode === null
  const kill = async () => {
    if (isRunning()) child.kill('SIGKILL')
    await ended
  }
  const stop = async (limitMs = STOP_LIMIT_MS) => {
    if (isRunning()) child.kill('SIGTERM')
    await Promise.race([ended, sleep(limitMs, undefined, { ref: false })])
    await kill()
  }
  return { spec, pid: child.pid ?? 0, ended, isRunning, stop, kill }
}

/**
 * Waits until the readiness address of the service answers.
 *
 * @throws PlainError with the last lines of the log when the service ends before, or takes longer than a minute
 */
export async function waitUntilReady(service: RunningService, log: string): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MS
  while (service.isRunning() && Date.now() < deadline) {
    if (await answers(service.spec.ready)) return
    await sleep(PROBE_MS)
  }
  const { title } = service.spec
  const what = service.isRunning()
    ? `${title} did not become ready within ${READY_LIMIT_MS / 1000} s`
    : `${title} ${await service.ended} while starting`
  await service.kill()
  throw new PlainError(`${what}. The last lines of ${log}:\n${lastLines(log)}`)
}

/** Also ends when the body of an aborted response never does: Node 20 leaves such a `fetch` open now and then. */
async function answers(url: string): Promise<boolean> {
  const probe = async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_LIMIT_MS), redirect: 'manual' })
    await response.arrayBuffer()
    return response.status < 400
  }
  const late = sleep(2 * PROBE_LIMIT_MS, false, { ref: false })
  return Promise.race([probe().catch(() => false), late])
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started (${error.message})`))
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`),
    )
  })
}
