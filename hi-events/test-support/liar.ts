import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { type Dispatcher, request as send } from 'undici'

/** A request on its way, and the answer on its way back. */
export type Asked = { method: string; path: string; headers: Record<string, string>; raw: string }
export type Told = { status: number; headers: Record<string, string | string[]>; text: string }

/** `null` cuts the line after the call was carried out. */
export type Lie = (told: Told, asked: Asked) => Told | null

export type Lies = {
  /** Alters what is asked; `null` cuts the line. */
  ask?: (asked: Asked) => Asked | null
  /** Leads what is asked to another server. */
  to?: (asked: Asked) => string | undefined
  /** Alters what is told. */
  tell?: Lie
}

export type Liar = { url: string; asked: Asked[]; close: () => Promise<void> }

/**
 * A real server between two others that alters what passes: a bad proxy, a wrong setting, another version.
 *
 * @param host by which the asking side reaches us
 */
export async function startLiar(target: string, lies: Lies, host = '127.0.0.1'): Promise<Liar> {
  const seen: Asked[] = []
  const server = createServer((request, response) => {
    void read(request).then(async (asked) => {
      seen.push(asked)
      const told = await answer(target, lies, asked)
      if (told === null) return request.socket.destroy()
      return response.writeHead(told.status, told.headers).end(told.text)
    })
  })
  server.keepAliveTimeout = 500
  await new Promise<void>((resolve) => server.listen(0, host === '127.0.0.1' ? host : '0.0.0.0', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}`,
    asked: seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(target: string, { ask, to, tell }: Lies, honest: Asked): Promise<Told | null> {
  const asked = ask === undefined ? honest : ask(honest)
  if (asked === null) return null
  const told = await pass(to?.(asked) ?? target, asked).catch(() => BAD_GATEWAY)
  return tell === undefined ? told : tell(told, asked)
}

/** What a proxy says when there is nothing behind it. */
const BAD_GATEWAY: Told = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  text: '<h1>Bad gateway</h1>',
}

async function read(request: IncomingMessage): Promise<Asked> {
  const raw = (await buffer(request)).toString()
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  return { method: request.method ?? 'GET', path: request.url ?? '/', headers, raw }
}

/** Of one connection only; and what would make the text one that cannot be read. */
const LEFT_OUT = [
  'connection',
  'transfer-encoding',
  'content-length',
  'keep-alive',
  'expect',
  'accept-encoding',
]

async function pass(target: string, { method, path, headers, raw }: Asked): Promise<Told> {
  const kept = without(headers)
  const answer = await send(target + path, {
    method: method as Dispatcher.HttpMethod,
    headers: kept,
    body: raw === '' ? null : raw,
  })
  const told = without(answer.headers as Told['headers'])
  return { status: answer.statusCode, headers: told, text: await answer.body.text() }
}

function without<T>(headers: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !LEFT_OUT.includes(name)))
}
