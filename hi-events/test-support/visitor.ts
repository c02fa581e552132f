import type { Harness } from './harness.ts'

/** A browser as far as tests of the landing need one: cookies and fetch metadata. */
export class Visitor {
  private readonly origin: string
  private readonly cookies = new Map<string, string>()

  constructor({ url }: Pick<Harness, 'url'>) {
    this.origin = url
  }

  get login(): string | undefined {
    return this.cookies.get('token')
  }

  set login(value: string) {
    this.cookies.set('token', value)
  }

  /** What a click on the event's page begins. @returns the code challenge that the event site receives, or null */
  async start(eventId: string): Promise<string | null> {
    const answer = await this.get(`/auth/cross-app/start?event_id=${eventId}`)
    return new URL(answer.headers.get('location') ?? '', this.origin).searchParams.get('code_challenge')
  }

  /** What the landing's script does. */
  async land(parameters: Record<string, string>) {
    const answer = await this.send('POST', '/api/auth/cross-app/validate', {
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(parameters),
    })
    const body: Record<string, string | null> = await answer.json()
    return { status: answer.status, body }
  }

  /** A call of the ticket system's front end to its API. */
  call(method: string, path: string, body?: object): Promise<Response> {
    const headers = { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) }
    return this.send(method, `/api${path}`, { headers, ...(body && { body: JSON.stringify(body) }) })
  }

  /** Signs in to the ticket system itself, with a password. */
  async signIn(email: string, password: string, account_id?: number): Promise<Response> {
    return this.call('POST', '/auth/login', { email, password, account_id })
  }

  get(path: string): Promise<Response> {
    return this.send('GET', path, {})
  }

  post(path: string, form: Record<string, string> = {}): Promise<Response> {
    return this.send('POST', path, { body: new URLSearchParams(form) })
  }

  private async send(method: string, path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const metadata = {
      'sec-fetch-site': method === 'GET' ? 'none' : 'same-origin',
      ...(cookie && { cookie }),
    }
    const headers = {
      accept: 'text/html',
      ...metadata,
      ...Object.fromEntries(new Headers(init.headers)),
    }
    const answer = await fetch(this.origin + path, { ...init, method, headers, redirect: 'manual' })
    for (const each of answer.headers.getSetCookie()) this.keep(each)
    return answer
  }

  /** Copies cookies into another browser. */
  copyCookies(to: Visitor, names: readonly string[] = [...this.cookies.keys()]): void {
    for (const name of names) to.cookies.set(name, this.cookies.get(name) ?? '')
  }

  /** Stores a cookie. */
  keep(setCookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(setCookie) ?? []
    if (/max-age=0/i.test(setCookie)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}
