import { SITEMAP_HEADERS, sitemapIndex } from '$lib/server/browse/sitemap.ts'
import { failPage } from '$lib/server/errors.ts'
import type { RequestHandler } from './$types'

/** What search engines may look at, as an index of pages: one file must not hold everything. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const found = await locals.api.eventIndex({})
  if (!found.ok) failPage(found.failure)
  return new Response(sitemapIndex(url.origin, found.value.pages), { headers: SITEMAP_HEADERS })
}
