import { setTimeout as sleep } from 'node:timers/promises'

export type JsonResponse<T> = { body: T; cookies: string[] }
export type JsonRequest = { method?: string; body?: unknown; headers?: Record<string, string> }

const LIMIT_MS = 20_000
const RATE_LIMITED = 429
const TRIES = 5

/** The service answered with an error status. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/**
 * Makes one JSON call. After a 429 it waits for the time in `Retry-After` and tries again.
 *
 * @throws RefusedError with the response of the service
 */
export async function callJson<T>(url: string, call: JsonRequest = {}): Promise<JsonResponse<T>> {
  for (let left = TRIES; ; left--) {
    const response = await send(url, call)
    if (response.status !== RATE_LIMITED || left === 0) return read<T>(url, call, response)
    await sleep(1000 * Number(response.headers.get('retry-after') ?? 1))
  }
}

function send(url: string, { method = 'GET', body, headers = {} }: JsonRequest): Promise<Response> {
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

async function read<T>(
  url: string,
  { method = 'GET' }: JsonRequest,
  response: Response,
): Promise<JsonResponse<T>> {
  const text = await response.text()
  const cookies = response.headers.getSetCookie().map((each) => each.split(';', 1)[0] ?? '')
  if (response.ok) return { body: text === '' ? undefined : JSON.parse(text), cookies }
  const { pathname } = new URL(url)
  throw new RefusedError(
    response.status,
    `${method} ${pathname} was answered ${response.status}: ${text.slice(0, 2000)}`,
  )
}
