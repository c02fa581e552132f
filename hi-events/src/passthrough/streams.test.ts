import { createHash, randomBytes } from 'node:crypto'
import { Agent, type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http'
import type { Writable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../test-support/harness.ts'
import { dial, type Stand, startStand } from '../../test-support/passthrough-stand.ts'

const MB = 1024 * 1024

let stand: Stand
let greet: Stand['answer']
beforeAll(async () => {
  stand = await startStand()
  greet = stand.answer
})
afterAll(() => stand.stop())
beforeEach(() => {
  stand.seen.length = 0
  stand.answer = greet
})

const ask = (path: string, options: RequestOptions = {}) =>
  httpRequest({ host: '127.0.0.1', port: stand.port, path, ...options })

const answerOf = (request: ReturnType<typeof ask>) =>
  new Promise<IncomingMessage>((resolve, reject) => request.on('response', resolve).on('error', reject))

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of incoming) text += String(chunk)
  return text
}

/** Writes 400 MB as fast as they are taken. */
function pour(into: Writable, count: (bytes: number) => number): void {
  const piece = Buffer.alloc(64 * 1024)
  const more = () => {
    while (count(piece.length) < 400 * MB && into.write(piece));
  }
  into.on('drain', more)
  more()
}

/** Waits until a number has stopped growing. */
async function settled(look: () => number): Promise<number> {
  let before = -1
  await until(
    async () => {
      const now = look()
      const isSame = now === before && now > 0
      before = now
      await new Promise((resolve) => setTimeout(resolve, 300))
      return isSame
    },
    'it to stop',
    30_000,
  )
  return before
}

describe('a body', () => {
  it('of 50 MB arrives completely, both ways at once', async () => {
    const bytes = randomBytes(50 * MB)
    stand.answer = (request, response) => request.pipe(response)
    const answer = await fetch(`${stand.url}/api/echo`, { method: 'POST', body: bytes })
    const hash = (of: Uint8Array) => createHash('sha256').update(of).digest('hex')
    expect(hash(new Uint8Array(await answer.arrayBuffer()))).toBe(hash(bytes))
  })

  it('with files keeps its boundary', async () => {
    let type: string | undefined
    let body = ''
    stand.answer = (request, response) => {
      type = request.headers['content-type']
      request.setEncoding('latin1')
      request.on('data', (chunk: string) => (body += chunk))
      request.on('end', () => response.writeHead(201).end())
    }
    const form = new FormData()
    form.set('image', new Blob([new Uint8Array(300_000).fill(7)], { type: 'image/png' }), 'cover.png')
    const { status } = await fetch(`${stand.url}/api/events/7/images`, { method: 'POST', body: form })
    expect(status).toBe(201)
    const [, boundary = 'none'] = /boundary=(.+)$/.exec(type ?? '') ?? []
    expect(body).toContain(`--${boundary}--`)
    expect(body).toContain('filename="cover.png"')
  })

  it('that is not sent is empty, whatever the method', async () => {
    await textOf(await answerOf(ask('/api/events/7', { method: 'DELETE' }).end()))
    const wire = await dial(stand, 'POST /api/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    await until(wire.hasEnded)
    const [removal, post] = stand.seen.map(({ headers }) => headers)
    expect(removal).not.toHaveProperty('transfer-encoding')
    expect(post).toMatchObject({ 'content-length': '0' })
  })

  it('that the ticket system does not read is drained, and the connection is kept', async () => {
    const hasty = await startStand({
      raw: (socket) =>
        void socket.once('data', () => {
          socket.write(
            'HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\nContent-Length: 9\r\n\r\ntoo large',
          )
          socket.resume()
        }),
    })
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let round = 0; round < 3; round++) {
      const upload = ask('/api/upload', { method: 'POST', agent, port: hasty.port })
      upload.end(randomBytes(5 * MB))
      const refused = await answerOf(upload)
      expect([refused.statusCode, await textOf(refused)]).toEqual([413, 'too large'])
      expect(upload.reusedSocket).toBe(round > 0)
      if (!upload.closed) await new Promise((resolve) => upload.on('close', resolve))
    }
    agent.destroy()
    await hasty.stop()
  })
})

describe('a slow client or server', () => {
  it('gets headers before there is a body', async () => {
    let finish = () => {}
    stand.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      finish = () => response.end('data: 1\n\n')
    }
    const answer = await answerOf(ask('/api/stream').end())
    expect(answer.headers['content-type']).toBe('text/event-stream')
    finish()
    expect(await textOf(answer)).toBe('data: 1\n\n')
  })

  it('that does not read slows the ticket system down, without buffering', async () => {
    let sent = 0
    stand.answer = (_request, response) => {
      pour(response, (bytes) => (sent += bytes))
    }
    const answer = await answerOf(ask('/api/endless').end())
    answer.pause()
    const before = process.memoryUsage().rss
    expect(await settled(() => sent)).toBeLessThan(40 * MB)
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * MB)
    answer.destroy()
    await until(() => stand.connections.size === 0, 'the ticket system to be let go')
  })

  it('that does not read an upload slows the visitor down', async () => {
    stand.answer = (request) => request.pause()
    const upload = ask('/api/upload', { method: 'POST' }).on('error', () => {})
    let sent = 0
    pour(upload, (bytes) => (sent += bytes))
    expect(await settled(() => sent)).toBeLessThan(40 * MB)
    upload.destroy()
    stand.seen[0]?.resume()
    await until(() => stand.connections.size === 0, 'the ticket system to be let go')
  })
})

describe('the pass-through', () => {
  it.each([
    ['HEAD', 200, { 'content-length': '1234', etag: '"a"' }],
    ['GET', 304, { etag: '"a"' }],
    ['GET', 204, { 'x-kept': 'yes' }],
  ])(
    'carries a response to %s with %d without a body, and keeps the connection',
    async (method, status, headers) => {
      stand.answer = (_request, response) => response.writeHead(status, headers).end()
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      for (let round = 0; round < 3; round++) {
        const request = ask('/storage/cover.png', { method, agent, headers: { 'if-none-match': '"a"' } })
        request.end()
        const answer = await answerOf(request)
        expect(answer.statusCode).toBe(status)
        expect(answer.headers).toMatchObject(headers)
        expect(await textOf(answer)).toBe('')
        expect(request.reusedSocket).toBe(round > 0)
      }
      expect(stand.seen.at(-1)?.headers['if-none-match']).toBe('"a"')
      agent.destroy()
    },
  )

  it('carries ranges, also those that cannot be satisfied', async () => {
    stand.answer = ({ headers }, response) =>
      headers.range === 'bytes=0-1'
        ? response.writeHead(206, { 'content-range': 'bytes 0-1/5', 'accept-ranges': 'bytes' }).end('he')
        : response.writeHead(416, { 'content-range': 'bytes */5' }).end()
    const part = await fetch(`${stand.url}/x`, { headers: { range: 'bytes=0-1' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 0-1/5',
      'he',
    ])
    const none = await fetch(`${stand.url}/x`, { headers: { range: 'bytes=9-' } })
    expect([none.status, none.headers.get('content-range')]).toEqual([416, 'bytes */5'])
  })

  it('carries trailers of a response, but not those of a request', async () => {
    stand.answer = (request, response) => {
      request.resume()
      request.on('end', () => {
        response.writeHead(200, { trailer: 'x-checksum, set-cookie' })
        response.write('body')
        response.addTrailers({ 'x-checksum': 'abc', 'set-cookie': 'token=x' })
        response.end()
      })
    }
    const upload = ask('/api/x', { method: 'POST' })
    upload.write('some')
    upload.addTrailers({ 'x-forwarded-for': '1.2.3.4' })
    upload.end()
    const answer = await answerOf(upload)
    await textOf(answer)
    expect(answer.trailers).toEqual({ 'x-checksum': 'abc' })
    expect(stand.seen[0]?.trailers).toEqual({})
  })

  it('carries early hints before the response', async () => {
    stand.answer = (_request, response) => {
      response.writeEarlyHints({ link: '</app.css>; rel=preload; as=style' })
      response.end('page')
    }
    const hints: unknown[] = []
    const request = ask('/event/1/jazz')
    request.on('information', ({ statusCode, headers }) => hints.push([statusCode, headers.link]))
    request.end()
    expect(await textOf(await answerOf(request))).toBe('page')
    expect(hints).toEqual([[103, '</app.css>; rel=preload; as=style']])
  })

  it('ends a response over HTTP/1.0 with its connection', async () => {
    const wire = await dial(stand, 'GET /x HTTP/1.0\r\nHost: localhost\r\n\r\n')
    await until(wire.hasEnded)
    expect(wire.said()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nhello$/)
    expect(wire.said().toLowerCase()).not.toContain('transfer-encoding')
  })
})

describe('a request with Expect: 100-continue', () => {
  const upload =
    'POST /api/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n'

  it('gets 100 when the ticket system sends it', async () => {
    let proceed: (() => void) | undefined
    let body = ''
    stand.upstream.once('checkContinue', (request: IncomingMessage, response) => {
      proceed = () => response.writeContinue()
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => response.end('thanks'))
    })
    const wire = await dial(stand, upload)
    const allow = await until(() => proceed, 'the request to reach the ticket system')
    expect(wire.said()).toBe('')
    allow()
    await until(() => wire.said().includes('100 Continue'))
    wire.socket.write('12345')
    await until(() => wire.said().includes('thanks'))
    expect(body).toBe('12345')
    wire.socket.destroy()
  })

  it('gets no 100 when the ticket system or we refuse it', async () => {
    stand.upstream.once('checkContinue', (_request, response) => response.writeHead(413).end('too large'))
    for (const [path, status] of [
      ['/api/upload', '413'],
      ['/api/admin/upload', '404'],
    ] as const) {
      const wire = await dial(stand, upload.replace('/api/upload', path))
      await until(wire.hasEnded)
      expect(wire.said()).toContain(`HTTP/1.1 ${status}`)
      expect(wire.said()).not.toContain('100 Continue')
    }
  })
})
