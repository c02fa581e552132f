import { drawPoster } from '$lib/posters/draw.ts'
import { designOf, parseDesign, type PosterDesign } from '$lib/posters/design.ts'
import { failPage } from '$lib/server/errors.ts'
import type { RequestHandler } from './$types'

const YEAR = 31_536_000
const HOUR = 3_600

/** The poster of an event without a picture. An address with a design needs no call of the API and can be cached for ever. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
  const given = parseDesign(url.searchParams.get('look'))
  return new Response(drawPoster(given ?? (await readDesign(params.id, locals))), {
    headers: {
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': given ? `public, max-age=${YEAR}, immutable` : `public, max-age=${HOUR}`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  })
}

async function readDesign(id: string, { api }: App.Locals): Promise<PosterDesign> {
  const event = await api.readEvent(id)
  return event.ok ? designOf(event.value) : failPage(event.failure)
}
