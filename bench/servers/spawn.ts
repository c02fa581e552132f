import { build } from 'esbuild'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { basename, join } from 'node:path'
import { BenchError } from '../bench-error.ts'

export type Spawned = { pid: number; process: ChildProcess; stop: () => Promise<void> }
export type Server = Spawned & { url: string }

const OUT = join(import.meta.dirname, '..', 'dist')

/**
 * Bundles a server as `npm start` bundles the services, and starts it as a separate process.
 *
 * @param settings the value that its `readSettings` returns
 * @throws BenchError when it ends before it listens
 */
export async function spawnServer(entry: string, settings: unknown = {}): Promise<Server> {
  const spawned = await spawnProcess(entry, settings)
  const { port } = await messageOf<{ port: number }>(spawned)
  return { ...spawned, url: `http://127.0.0.1:${port}` }
}

export async function spawnProcess(entry: string, settings: unknown = {}): Promise<Spawned> {
  const child = fork(await bundle(entry), {
    env: { ...process.env, NODE_ENV: 'production', BENCH_SETTINGS: JSON.stringify(settings) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return { pid: child.pid ?? 0, process: child, stop }
}

/**
 * Resolves with the next message of a process.
 *
 * @throws BenchError when it ends without a message
 */
export function messageOf<T>({ process: child }: Spawned): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      child.off('exit', ended)
      resolve(message as T)
    }
    const ended = (code: number | null) => {
      child.off('message', onMessage)
      reject(new BenchError(`${basename(child.spawnargs.at(-1) ?? 'a process')} ended with ${code}`))
    }
    child.once('message', onMessage).once('exit', ended)
  })
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
