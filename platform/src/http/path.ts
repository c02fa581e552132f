/** Path without its query: a query can carry a token. */
export function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '/'
}
