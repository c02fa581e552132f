import { setTimeout as sleep } from 'node:timers/promises'

export type Answer<T> = { body: T; cookies: string[] }
export type Call = { method?: string; body?: unknown; headers?: Record<string, string> }

const LIMIT_MS = 20_000
const RATE_LIMITED = 429
const TRIES = 5

/** An answer that is not one of success. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/**
 * One JSON call; waits and tries again when told to slow down.
 *
 * @throws RefusedError with what the service said
 */
export async function callJson<T>(url: string, call: Call = {}): Promise<Answer<T>> {
  for (let left = TRIES; ; left--) {
    const response = await send(url, call)
    if (response.status !== RATE_LIMITED || left === 0) return read<T>(url, call, response)
    await sleep(1000 * Number(response.headers.get('retry-after') ?? 1))
  }
}

function send(url: string, { method = 'GET', body, headers = {} }: Call): Promise<Response> {
  return fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(LIMIT_MS),
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

async function read<T>(url: string, { method = 'GET' }: Call, response: Response): Promise<Answer<T>> {
  const text = await response.text()
  const cookies = response.headers.getSetCookie().map((each) => each.split(';', 1)[0] ?? '')
  if (response.ok) return { body: text === '' ? undefined : JSON.parse(text), cookies }
  const { pathname } = new URL(url)
  throw new RefusedError(
    response.status,
    `${method} ${pathname} was answered ${response.status}: ${text.slice(0, 500)}`,
  )
}
