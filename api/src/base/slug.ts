/** Lower-case words and hyphens for a URL: `Café Zürich` becomes `cafe-zurich`. `fallback` replaces an empty slug. */
export function slugOf(text: string, fallback: string): string {
  const slug = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
  return slug === '' ? fallback : slug
}
