import { JSDOM } from 'jsdom'

export type Page = {
  status: number
  headers: Headers
  /** Where a redirect points; null for a page. */
  location: string | null
  html: string
  document: Document
  /** All a person reads, in one line. */
  words: string
}

/** A browser without scripts: cookies, links, forms. Redirects are handed out, not followed. */
export class Browser {
  readonly cookies = new Map<string, string>()
  /** `Set-Cookie` headers as they came, the latest last. */
  readonly setCookies: string[] = []
  readonly #base: string

  constructor(base: string) {
    this.#base = base
  }

  async open(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.request(path, { headers })
  }

  /** Posts a form as a page of the site does. */
  async submit(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Page> {
    return this.request(path, {
      method: 'POST',
      headers: { origin: this.#base, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    })
  }

  async request(path: string, init: RequestInit = {}): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { accept: 'text/html', ...(cookie !== '' && { cookie }), ...(init.headers as object) }
    const response = await fetch(this.#base + path, { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const html = await response.text()
    const { document } = new JSDOM(html).window
    for (const script of document.querySelectorAll('script, style')) script.remove()
    return {
      status: response.status,
      headers: response.headers,
      location: response.headers.get('location'),
      html,
      document,
      words: (document.body.textContent ?? '').replace(/\s+/g, ' ').trim(),
    }
  }

  #keep(line: string): void {
    this.setCookies.push(line)
    const pair = line.split(';', 1).join()
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
    if (/max-age=0\b/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}
