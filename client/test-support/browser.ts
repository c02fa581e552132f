import { JSDOM } from 'jsdom'

export type LoadedPage = {
  status: number
  headers: Headers
  /** The target of a redirect; null for a page. */
  location: string | null
  html: string
  document: Document
  /** The visible text, in one line. */
  text: string
}

/** A browser without scripts: cookies, links, forms. It does not follow redirects. */
export class Browser {
  readonly cookies = new Map<string, string>()
  /** All `Set-Cookie` headers received so far. */
  readonly setCookies: string[] = []
  readonly #base: string

  constructor(base: string) {
    this.#base = base
  }

  async open(path: string, headers: Record<string, string> = {}): Promise<LoadedPage> {
    return this.request(path, { headers })
  }

  /** Posts a form as a page of the site does. */
  async submit(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<LoadedPage> {
    return this.request(path, {
      method: 'POST',
      headers: { origin: this.#base, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    })
  }

  /** Posts a form with a file, as a page of the site does. */
  async submitFile(path: string, fields: Record<string, string>, file: File): Promise<LoadedPage> {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.set('picture', file)
    const encoded = new Response(form)
    return this.request(path, {
      method: 'POST',
      headers: { origin: this.#base, 'content-type': encoded.headers.get('content-type') ?? '' },
      body: await encoded.arrayBuffer(),
    })
  }

  async request(path: string, init: RequestInit = {}): Promise<LoadedPage> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { accept: 'text/html', ...(cookie !== '' && { cookie }), ...(init.headers as object) }
    const response = await fetch(this.#base + path, { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) this.#storeCookie(line)
    const html = await response.text()
    const { document } = new JSDOM(html).window
    for (const script of document.querySelectorAll('script, style')) script.remove()
    return {
      status: response.status,
      headers: response.headers,
      location: response.headers.get('location'),
      html,
      document,
      text: (document.body.textContent ?? '').replace(/\s+/g, ' ').trim(),
    }
  }

  #storeCookie(line: string): void {
    this.setCookies.push(line)
    const pair = line.split(';', 1).join()
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
    if (/max-age=0\b/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}
