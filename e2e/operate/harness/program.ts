import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { lastLines } from '../../../scripts/system/logs.ts'
import { HarnessError } from '../../harness/harness-error.ts'

export type Program = {
  pid: number
  isRunning: () => boolean
  signal: (signal: NodeJS.Signals) => void
  /** Sends SIGTERM, and SIGKILL when the process has not ended after the limit. */
  stop: () => Promise<void>
}

export type ProgramOptions = {
  command: string
  args: string[]
  log: string
  /** Whether it does its work now; called again until it returns true. A rejection counts as false. */
  isReady: () => Promise<boolean>
  /** From SIGTERM to SIGKILL. */
  stopLimitMs?: number
} & Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>

const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 10_000
const PROBE_MS = 50

/**
 * Starts a server that is not ours, HAProxy or Prometheus for example, in the foreground, and waits until it is ready.
 *
 * @throws HarnessError with the end of its log when it ends before
 */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { command, args, log, isReady, stopLimitMs = STOP_LIMIT_MS, ...rest } = options
  const out = openSync(log, 'a')
  const child = spawn(command, args, { ...rest, stdio: ['ignore', out, out] })
  closeSync(out)
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  )
  const abandon = () => child.kill('SIGKILL')
  process.once('exit', abandon)
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null
  const stop = () => stopChild(child, ended, stopLimitMs).finally(() => process.off('exit', abandon))
  const deadline = Date.now() + START_LIMIT_MS
  while (!(await isReady().catch(() => false))) {
    if (isRunning() && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, PROBE_MS))
      continue
    }
    await stop()
    throw new HarnessError(`${command} did not start:\n${lastLines(log, 40)}`)
  }
  return { pid: child.pid ?? 0, isRunning, signal: (signal) => void child.kill(signal), stop }
}

async function stopChild(child: ChildProcess, ended: Promise<void>, limitMs: number): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  child.kill('SIGTERM')
  await ended
  clearTimeout(timer)
}
