import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../src/free-port.ts'

export type TestService = {
  get: (path: string, headers?: Record<string, string>) => Promise<Response>
  log: () => string
  port: number
  /** Stops and continues the process. */
  signal: (signal: 'SIGSTOP' | 'SIGCONT') => void
  /** SIGTERM. @returns its exit code */
  stop: () => Promise<number | null>
  ended: Promise<number | null>
}

/** Starts `service.ts` as a process of its own and waits until it listens. */
export async function startTestService(env: Record<string, string> = {}): Promise<TestService> {
  const port = await freePort()
  const list = join(import.meta.dirname, 'list-modules.mjs')
  const imports = [...('MODULE_LIST' in env ? ['--import', list] : []), '--import', 'tsx']
  const child: ChildProcess = spawn(process.execPath, [...imports, join(import.meta.dirname, 'service.ts')], {
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port), ...env },
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => void (log += chunk))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  while (!log.includes('"listening"')) {
    if (child.exitCode !== null) throw new Error(`the service did not start:\n${log}`)
    await delay(50)
  }
  return {
    get: (path, headers = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers }),
    log: () => log,
    port,
    signal: (signal) => void child.kill(signal),
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
    ended,
  }
}
