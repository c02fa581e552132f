import { error } from '@sveltejs/kit'
import { SITEMAP_HEADERS, type SitemapEntry, sitemapPage } from '$lib/server/browse/sitemap.ts'
import { failPage, pageError } from '$lib/server/errors.ts'
import { failureOf } from '$lib/server/api/result.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ params, locals, url }) => {
  const page = /^[1-9]\d{0,5}$/.test(params.page) ? Number(params.page) : 0
  const found = page === 0 ? failureOf('NOT_FOUND') : await locals.api.eventIndex({ page })
  if (!found.ok) failPage(found.failure)
  const { pages, events } = found.value
  if (page > Math.max(1, pages)) error(404, pageError(failureOf('NOT_FOUND').failure))
  const organisers = [...new Set(events.map(({ accountId }) => accountId))]
  const entries: SitemapEntry[] = [
    ...(page === 1 ? [{ path: '/' }] : []),
    ...organisers.map((id) => ({ path: `/organiser/${id}` })),
    ...events.map(({ id, updatedAt }) => ({ path: `/event/${id}`, updatedAt })),
  ]
  return new Response(sitemapPage(url.origin, entries), { headers: SITEMAP_HEADERS })
}
