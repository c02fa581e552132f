import { readFileSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { startTestService, type TestService } from '../../test-support/telemetry/start.ts'

/** More than Node's own backlog. */
const CLIENTS = 1_000
const kernelLimit = () => Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'))
const canHold = process.platform === 'linux' && kernelLimit() >= CLIENTS

let service: TestService | undefined
const sockets: Socket[] = []
afterEach(async () => {
  for (const each of sockets.splice(0)) each.destroy()
  await service?.stop()
})

it.runIf(canHold)('a busy service is connected to by all who come at once', async () => {
  const { port, signal } = (service = await startTestService())
  signal('SIGSTOP')
  try {
    let connected = 0
    for (let at = 0; at < CLIENTS; at++) {
      const socket = createConnection(port, '127.0.0.1')
      socket.on('connect', () => connected++).on('error', () => {})
      sockets.push(socket)
    }
    await expect.poll(() => connected, { timeout: 60_000 }).toBe(CLIENTS)
  } finally {
    signal('SIGCONT')
  }
})
