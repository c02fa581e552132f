/** The address of a page in another language. */
export function hrefIn(url: URL, language: string): string {
  // After a form the address names its action, which is no part of the page.
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/')))
  query.set('lang', language)
  return `${url.pathname}?${query}`
}
