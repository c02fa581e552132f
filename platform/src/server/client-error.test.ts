import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttp } from '../http/http.ts'
import { createLog } from '../log.ts'

describe('requests that never become one', () => {
  const app = createHttp({ log: createLog('test', 'silent'), publicUrl: 'http://localhost' })
  beforeAll(async () => {
    app.get('/things/:id', async () => ({ ok: true }))
    await app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(() => app.close())

  const send = (text: string) =>
    new Promise<{ status: number; body: { code: string; statusCode: number; path: string } }>(
      (resolve, reject) => {
        const { port } = app.server.address() as AddressInfo
        const socket = connect(port, '127.0.0.1')
        let answer = ''
        socket.on('data', (chunk) => {
          answer += chunk.toString()
          const [head = '', body = ''] = answer.split('\r\n\r\n')
          const length = Number(/content-length: (\d+)/i.exec(head)?.[1])
          if (body.length < length) return
          socket.destroy()
          resolve({ status: Number(head.split(' ')[1]), body: JSON.parse(body) })
        })
        socket.on('error', reject)
        socket.write(text)
      },
    )

  it.each([
    ['what is not HTTP', 'NONSENSE\r\n\r\n', 400, 'VALIDATION_ERROR'],
    ['a method nobody knows', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'VALIDATION_ERROR'],
    [
      'two lengths at once',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'VALIDATION_ERROR',
    ],
    [
      'too many headers',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    ['an address that cannot be decoded', 'GET /things/%zz HTTP/1.1\r\nHost: x\r\n\r\n', 404, 'NOT_FOUND'],
    [
      'a part of an address too long',
      `GET /things/${'a'.repeat(500)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      404,
      'NOT_FOUND',
    ],
  ])('are answered with the envelope: %s', async (_case, text, status, code) => {
    const answer = await send(text)
    expect(answer).toMatchObject({ status, body: { statusCode: status, code } })
  })

  it('leave the process alive', async () => {
    expect((await app.inject('/things/1')).json()).toEqual({ ok: true })
  })
})
