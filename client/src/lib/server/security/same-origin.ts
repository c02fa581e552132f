/** Whether a script of this site sent a request. Browsers set both headers; no page can forge them. */
export function isSameOrigin(request: Request, url: URL): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const origin = request.headers.get('origin')
  return origin === null ? site === 'same-origin' : origin === url.origin
}
