import { pathOf } from '@tuvens/platform/http/path'
import { hasBody, isCompressed } from '@tuvens/platform/server/request-body'
import type { IncomingMessage } from 'node:http'
import type { Config } from '../../base/config.ts'
import { isForeignSignOut, isForeignWrite } from './origins.ts'
import * as refusals from './refusals.ts'
import { isOurs, judge, type Verdict } from './rules.ts'

type Rules = Pick<Config, 'ticketOrigin' | 'registration' | 'siteUrl'>

/** Why a request is not passed on, if it is not. */
export function refusalOf(
  { ticketOrigin, registration, siteUrl }: Rules,
  request: IncomingMessage,
): refusals.Refusal | null {
  const { url = '', method = '', httpVersion } = request
  if (url.includes('#') || hasTwoHosts(request) || !VERSIONS.has(httpVersion)) return refusals.MALFORMED
  const verdict = judge(pathOf(url), registration)
  if (verdict === 'registration') return refusals.registration(siteUrl)
  if (verdict !== 'pass' && verdict !== 'sign-out') return BY_VERDICT[verdict]
  if (!METHODS.has(method)) return refusals.METHOD
  if (verdict === 'sign-out' && isForeignSignOut(request, ticketOrigin)) return refusals.FOREIGN_ORIGIN
  if (isForeignWrite(request, ticketOrigin)) return refusals.FOREIGN_ORIGIN
  return isCompressed(request.headers) ? refusals.COMPRESSED : null
}

/** Only WebSockets are carried, and only to the ticket system; a body would be read as data of the tunnel. */
export function refusalOfUpgrade(request: IncomingMessage): refusals.Refusal | null {
  const isWebSocket = request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket'
  const isForUs = isOurs(pathOf(request.url ?? '/'))
  return isWebSocket && !isForUs && !hasBody(request) ? null : refusals.UPGRADE
}

/** Node's parser accepts any version number. */
const VERSIONS = new Set(['1.1', '1.0'])
const METHODS = new Set(refusals.METHODS)

const BY_VERDICT: Record<Exclude<Verdict, 'pass' | 'sign-out' | 'registration'>, refusals.Refusal> = {
  malformed: refusals.MALFORMED,
  admin: refusals.ADMIN,
}

/** Of two hosts one server takes the first and another the last. */
function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  return hosts > 1
}
