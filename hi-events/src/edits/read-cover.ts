import { MAX_PICTURE_BYTES, ServiceError } from '@tuvens/contract'
import { createHttpCaller } from '@tuvens/platform/http/call'
import { CallError } from '@tuvens/platform/http/call-error'
import type { Config } from '../base/config.ts'
import { seenOf } from '../details/compare.ts'
import { coverOf } from '../upstream/event-answers.ts'
import type { EditsContext } from './context.ts'
import { findTarget, look } from './look.ts'

const TIMEOUT_MS = 10_000

/**
 * The cover of a linked event as the ticket system has it, while it is the one that was seen.
 *
 * @throws ServiceError NOTHING_LINKED, PICTURE_NOT_FOUND; UpstreamError
 */
export async function readCover(context: EditsContext, eventId: string, seen: string): Promise<Buffer> {
  const target = await findTarget(context, eventId)
  if (target === null) throw new ServiceError('NOTHING_LINKED')
  const { upstream } = await look(context, target)
  const url = addressOf(coverOf(upstream.event)?.url ?? '', context.config)
  if (url === null || seenOf('picture', upstream) !== seen) throw new ServiceError('PICTURE_NOT_FOUND')
  return download(url)
}

/** Only the ticket system's own hosts are asked: whatever its answers name, nothing else that we can reach is read. */
function addressOf(
  given: string,
  { upstream, upstreamApi, ticketOrigin, pictureOrigins }: Config,
): URL | null {
  const url = URL.canParse(given) ? new URL(given) : null
  if (url === null) return null
  // Pictures that it names by its public address are behind us.
  if (url.origin === ticketOrigin) return new URL(url.pathname + url.search, upstream)
  const known = [new URL(upstream).origin, new URL(upstreamApi).origin, ...pictureOrigins]
  return known.includes(url.origin) ? url : null
}

async function download({ origin, pathname, search }: URL): Promise<Buffer> {
  const http = createHttpCaller({
    target: 'pictures',
    baseUrl: origin,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_PICTURE_BYTES,
  })
  try {
    return (await http.call({ method: 'GET', path: pathname + search, isFile: true })).raw
  } catch (cause) {
    if (cause instanceof CallError) throw new ServiceError('PICTURE_NOT_FOUND', { cause })
    throw cause
  } finally {
    await http.close()
  }
}
