import { isLoopbackName } from '@tuvens/platform/loopback'
import type { IncomingMessage } from 'node:http'

/**
 * Where a page is that was opened by another name of this machine, such as 127.0.0.1 in place of localhost; null for every
 * other request. By that name forms would be refused and the API's stream could not be read: both know one origin.
 */
export function pageAtOrigin(
  { method = '', url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  origin: string,
): string | null {
  const here = `http://${headers.host ?? ''}`
  if (!['GET', 'HEAD'].includes(method) || headers['sec-fetch-mode'] !== 'navigate') return null
  if (!url.startsWith('/') || !URL.canParse(here)) return null
  const [asked, own] = [new URL(here), new URL(origin)]
  const isAlias = asked.hostname !== own.hostname && asked.port === own.port
  return isAlias && [asked, own].every((each) => isLoopbackName(each.hostname)) ? own.origin + url : null
}
