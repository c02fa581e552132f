import { failPage } from '$lib/server/errors.ts'
import { isRefusal, sharePicture, shareVersion } from '$lib/server/share/share.ts'
import type { RequestHandler } from './$types'

const YEAR = 31_536_000
const MINUTE = 60

/** The picture by which an event is shared. The address with its version is cached for ever. */
export const GET: RequestHandler = async ({ params, url, locals, getClientAddress }) => {
  const found = await locals.api.readEvent(params.id)
  if (!found.ok) return failPage(found.failure)
  const event = found.value
  try {
    const picture = await sharePicture(event, getClientAddress(), (from) => locals.api.readPicture(from))
    const isCurrent = url.searchParams.get('v') === shareVersion(event)
    return new Response(new Uint8Array(picture), {
      headers: {
        'content-type': 'image/jpeg',
        'cache-control': isCurrent ? `public, max-age=${YEAR}, immutable` : `public, max-age=${MINUTE}`,
        'content-security-policy': "default-src 'none'; sandbox",
      },
    })
  } catch (error) {
    if (!isRefusal(error)) throw error
    const headers = { 'retry-after': String(error.retryAfter ?? 1), 'cache-control': 'no-store' }
    return new Response(null, { status: error.statusCode, headers })
  }
}
