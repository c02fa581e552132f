import { setTimeout as sleep } from 'node:timers/promises'
import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCaller } from './call.ts'

/** More than a reader who is not reading takes in one breath, so that the parser waits for it. */
const BODY = JSON.stringify({ text: 'x'.repeat(1024 * 1024) })

let server: Server
let url: string
beforeEach(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${BODY}`))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => new Promise((done) => server.close(done)))

it('a response that ends with its connection is complete when it is read slowly', async () => {
  // Without the patch of undici (patches/) its parser asserts here, outside of every handler, and the process is gone.
  const dispatcher = new Agent()
  const { body } = await request(url, { dispatcher })
  let read = ''
  for await (const chunk of body.setEncoding('utf8')) {
    read += chunk
    await sleep(2)
  }
  expect(read).toBe(BODY)
  await dispatcher.close()
})

it('a response that ends with its connection is complete when it is read at once', async () => {
  const caller = createCaller(url)
  const { status } = await caller.call({ method: 'GET', path: '/' })
  expect(status).toBe(200)
  await caller.close()
})
