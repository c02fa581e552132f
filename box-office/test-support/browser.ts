import type { FastifyInstance, InjectOptions } from 'fastify'

export type Page = {
  status: number
  html: string
  text: string
  location: string
  headers: Record<string, unknown>
}

const ORIGIN = 'http://localhost:3002'

/** A browser without JavaScript: keeps cookies, follows redirects on demand, posts forms. */
export class Browser {
  readonly cookies = new Map<string, { value: string; path: string }>()
  private readonly app: FastifyInstance

  constructor(app: FastifyInstance) {
    this.app = app
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.send({ method: 'GET', url: path, headers })
  }

  /** Opens a page and follows its redirects. */
  async open(path: string): Promise<Page> {
    const page = await this.get(path)
    return page.status >= 300 && page.status < 400 ? this.open(page.location) : page
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Page> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const own = { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }
    const payload = new URLSearchParams(fields).toString()
    return this.send({ method: 'POST', url: path, payload, headers: { ...type, ...own, ...headers } })
  }

  /** Posts a form and follows the redirect. */
  async submit(path: string, fields: Record<string, string>): Promise<Page> {
    const page = await this.post(path, fields)
    return page.status === 303 ? this.open(page.location) : page
  }

  private async send(options: InjectOptions & { url: string }): Promise<Page> {
    const [path = ''] = options.url.split('?')
    const sent = [...this.cookies].filter(([, { path: under }]) => path.startsWith(under))
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ')
    const headers = {
      host: 'localhost:3002',
      accept: 'text/html',
      ...(cookie && { cookie }),
      ...options.headers,
    }
    const answer = await this.app.inject({ ...options, headers })
    for (const { name, value, path: under = '/', maxAge } of answer.cookies) {
      if (maxAge === 0) this.cookies.delete(name)
      else this.cookies.set(name, { value, path: under })
    }
    return {
      status: answer.statusCode,
      html: answer.body,
      text: textOf(answer.body),
      location: String(answer.headers['location'] ?? ''),
      headers: answer.headers,
    }
  }
}

/** The text of a page on one line. */
function textOf(html: string): string {
  return html
    .replace(/<(script|style)\b.*?<\/\1>/gs, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
    .replaceAll(/ ([.,:])/g, '$1')
    .trim()
}
