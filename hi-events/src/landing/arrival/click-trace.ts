import { Traceparent } from '@tuvens/contract'
import { cookieOf } from '@tuvens/platform/http/cookie'
import { pathOf } from '@tuvens/platform/http/path'
import type { IncomingMessage } from 'node:http'
import { Value } from 'typebox/value'
import { traceCookieName } from '../cookies.ts'

const START = '/auth/cross-app/start'
const LANDING = /^(?:\/api)?\/auth\/cross-app(?:\/|$)/

/**
 * The trace of the click that this request of a browser is a step of. Browsers follow redirects without a `traceparent`: the
 * event site gives it to the start in the query, which is no secret, and a cookie keeps it for the rest of the landing.
 */
export function clickTraceOf(
  ticketOrigin: string,
  { url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>,
): string | undefined {
  const path = pathOf(url)
  if (!LANDING.test(path)) return undefined
  const trace =
    path === START
      ? new URLSearchParams(url.slice(path.length)).get('traceparent')
      : cookieOf(headers, traceCookieName(ticketOrigin))
  return Value.Check(Traceparent, trace) ? trace : undefined
}
