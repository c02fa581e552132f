import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Site, startSite } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

/** Sends bytes and nothing more. @returns what came back once the site has closed the connection */
const sendSome = (bytes: string) =>
  new Promise<string>((resolve) => {
    let received = ''
    const socket = connect(Number(new URL(site.url).port), '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => (received += chunk.toString()))
    socket.on('error', () => {}).on('close', () => resolve(received))
  })

it('a client that is slow with its headers or its body loses its connection, in words', async () => {
  const head = `POST /sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: ${site.url}\r\n`
  const type = 'Content-Type: multipart/form-data; boundary=x\r\n'
  const [headers, body] = await Promise.all([
    sendSome(`${head}X-Slow: `),
    sendSome(`${head}${type}Content-Length: 1000\r\n\r\n--x`),
  ])
  expect(headers).toMatch(/^HTTP\/1\.1 408 [^]*REQUEST_TIMEOUT/)
  expect(body).toMatch(/^HTTP\/1\.1 408 [^]*This arrived too slowly/)
})
