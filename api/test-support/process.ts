import { freePort } from '@tuvens/platform/free-port'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { SECRET, SEED } from './api.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts')
/** A machine that is busy takes its time to start a process. */
const PATIENCE_MS = 300_000

/** The API of the tests as a process of its own, as it runs in production. */
export class ApiProcess {
  readonly child: ChildProcess
  /** All it has written. */
  said = ''

  constructor(env: Record<string, string>) {
    this.child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    })
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => void (this.said += chunk))
    }
  }

  /** Starts one and waits until it is ready; returns its address too. */
  static async start(databaseUrl: string, env: Record<string, string> = {}): Promise<[ApiProcess, string]> {
    const port = await freePort()
    const settings = { DATABASE_URL: databaseUrl, HI_EVENTS_SHARED_SECRET: SECRET, AUTH_SIGNING_KEYS: SEED }
    const api = new ApiProcess({ PORT: String(port), LIMIT_VALIDATE: '1000000', ...settings, ...env })
    const base = `http://127.0.0.1:${port}`
    await api.ready(base)
    return [api, base]
  }

  /** Ends it as an orchestrator does; returns its exit code. */
  async stop(): Promise<number | null> {
    const exit = this.exited()
    this.child.kill('SIGTERM')
    return exit
  }

  async exited(): Promise<number | null> {
    return (await once(this.child, 'exit'))[0] as number | null
  }

  private async ready(base: string): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS
    while (Date.now() < deadline) {
      const status = await fetch(`${base}/readyz`).then(
        (answer) => answer.status,
        () => 0,
      )
      if (status === 200) return
      await delay(100)
    }
    throw new Error(`the API did not become ready:\n${this.said}`)
  }
}
