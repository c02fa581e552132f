/** The parts of a sitemap (sitemaps.org), of which each is a file of its own. */
export function sitemapIndex(origin: string, pages: number): string {
  const parts = Array.from(
    { length: Math.max(1, pages) },
    (_, at) => `<sitemap><loc>${origin}/sitemap/${at + 1}.xml</loc></sitemap>`,
  )
  return file('sitemapindex', parts)
}

export type SitemapEntry = { path: string; updatedAt?: string }

export function sitemapPage(origin: string, entries: readonly SitemapEntry[]): string {
  const urls = entries.map(
    ({ path, updatedAt }) =>
      `<url><loc>${origin}${path}</loc>${updatedAt === undefined ? '' : `<lastmod>${updatedAt}</lastmod>`}</url>`,
  )
  return file('urlset', urls)
}

function file(root: string, parts: readonly string[]): string {
  const lines = [`<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`, ...parts, `</${root}>`]
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines.join('\n')}\n`
}

export const SITEMAP_HEADERS = {
  'content-type': 'application/xml; charset=utf-8',
  'cache-control': 'public, max-age=3600',
}
