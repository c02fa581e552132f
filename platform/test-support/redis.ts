import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../src/free-port.ts'

/** A Redis of its own, which stores nothing on disk (apt-get install redis-server). */
export type TestRedis = { url: string; stop: () => Promise<void> }

const START_TIMEOUT_MS = 60_000

/** @throws Error when no `redis-server` is installed */
export async function startRedis(port?: number): Promise<TestRedis> {
  const chosen = port ?? (await freePort())
  const settings = ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', settings, { stdio: 'ignore' })
  const failed = once(server, 'error').then(([error]) => {
    throw error
  })
  await Promise.race([untilListening(chosen), failed])
  return {
    url: `redis://127.0.0.1:${chosen}`,
    stop: async () => {
      const exited = once(server, 'exit')
      server.kill()
      await exited
    },
  }
}

async function untilListening(port: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    if (await accepts(port)) return
    await sleep(20)
  }
  throw new TypeError('redis-server does not listen')
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.on('connect', () => socket.destroy()).on('error', () => resolve(false))
  })
}
