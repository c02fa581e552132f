import { drawPoster } from '$lib/posters/draw.ts'
import { lookOf, parseLook, type Look } from '$lib/posters/look.ts'
import { failPage } from '$lib/server/errors.ts'
import type { RequestHandler } from './$types'

const YEAR = 31_536_000
const HOUR = 3_600

/** The poster of an event without a picture. With its look in the address it is drawn without a look-up and never changes. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
  const given = parseLook(url.searchParams.get('look'))
  return new Response(drawPoster(given ?? (await lookUp(params.id, locals))), {
    headers: {
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': given ? `public, max-age=${YEAR}, immutable` : `public, max-age=${HOUR}`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  })
}

async function lookUp(id: string, { api }: App.Locals): Promise<Look> {
  const event = await api.readEvent(id)
  return event.ok ? lookOf(event.value) : failPage(event.failure)
}
