import { build } from 'esbuild'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { basename, join } from 'node:path'

export type Server = {
  url: string
  pid: number
  process: ChildProcess
  stop: () => Promise<void>
}

const OUT = join(import.meta.dirname, '..', 'dist')

/**
 * Bundles a server of this folder, as `npm start` bundles the services, and starts it as a process of its own.
 *
 * @param settings what its `readSettings` returns
 * @throws Error when it ends before it listens
 */
export async function spawnServer(entry: string, settings: unknown = {}): Promise<Server> {
  const child = fork(await bundle(entry), {
    env: { ...process.env, NODE_ENV: 'production', BENCH_SETTINGS: JSON.stringify(settings) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  const port = await portOf(child, entry)
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, process: child, stop }
}

async function bundle(entry: string): Promise<string> {
  const outfile = join(OUT, basename(entry).replace(/\.ts$/, '.js'))
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  })
  return outfile
}

function portOf(child: ChildProcess, entry: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port))
    child.once('exit', (code) =>
      reject(new Error(`${basename(entry)} ended with ${code} before it listened`)),
    )
    child.once('error', reject)
  })
}
