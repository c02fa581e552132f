import { type Env, type EnvFields, readEnv } from '@tuvens/platform/config'
import { isLoopbackName } from '@tuvens/platform/loopback'

export type Ports = { site: number; api: number; tickets: number; boxOffice: number }

export type StartSettings = {
  /** Address the public services listen on. The box office stays on loopback. */
  host: string
  ports: Ports
  /** Public addresses, without a slash at the end. */
  urls: { site: string; api: string; tickets: string }
  /** A real Hi.Events to use in place of the box office. */
  upstream: string | undefined
  /** Whether only this machine can reach the services. */
  isLocal: boolean
  /** Whether demo organisers, whose password is published, are made. */
  demo: boolean
  /** Whether the box office shows everybody's mail at `/mailbox`. */
  mailbox: boolean
  /** Whether webhooks may go to receivers on this machine. */
  privateWebhooks: boolean
}

/** Reads the settings of `npm start`. The services have more settings, which are passed on to them unchanged. */
export function readSettings(env: Env): StartSettings {
  return readEnv(env, (fields) => {
    const port = (name: string, fallback: number) => fields.integer(name, fallback, { min: 1, max: 65_535 })
    const ports = {
      site: port('SITE_PORT', 3000),
      api: port('API_PORT', 3001),
      tickets: port('TICKETS_PORT', 3002),
      boxOffice: port('BOX_OFFICE_PORT', 3003),
    }
    const upstream = fields.optionalUrl('HI_EVENTS_UPSTREAM')
    for (const [name, other] of sharedPorts(ports))
      fields.problem(`${name} and ${other} are the same port; change one`)
    const host = fields.text('HOST', '127.0.0.1')
    const urls = readUrls(fields, ports)
    requireAllowedHttp(fields, urls)
    const isLocal = [host, ...Object.values(urls).map(nameOf)].every(isLoopbackName)
    return {
      host,
      ports,
      urls,
      upstream,
      isLocal,
      // Demo organisers sign in with a password of our own.
      demo: fields.optional('AUTH_ISSUER') === undefined && fields.boolean('DEMO_DATA', isLocal),
      mailbox: fields.boolean('MAILBOX', isLocal),
      privateWebhooks: fields.boolean('WEBHOOKS_ALLOW_PRIVATE', isLocal),
    }
  })
}

function readUrls(fields: EnvFields, ports: Ports): StartSettings['urls'] {
  const at = (name: string, port: number) => `http://${fields.text(name, 'localhost')}:${port}`
  return {
    site: fields.origin('SITE_URL', at('TUVENS_SITE_HOST', ports.site)),
    api: fields.origin('API_URL', at('TUVENS_API_HOST', ports.api)),
    tickets: fields.origin('TICKET_ORIGIN', at('TUVENS_TICKETS_HOST', ports.tickets)),
  }
}

/** The services refuse such addresses, too, each for itself and only in its log. */
function requireAllowedHttp(fields: EnvFields, urls: StartSettings['urls']): void {
  if (fields.boolean('ALLOW_PUBLIC_HTTP')) return
  const named = [`SITE_URL=${urls.site}`, `API_URL=${urls.api}`, `TICKET_ORIGIN=${urls.tickets}`]
  const open = Object.values(urls).map((url) => url.startsWith('http:') && !isLoopbackName(nameOf(url)))
  const names = named.filter((_, index) => open[index]).join(' and ')
  if (names === '') return
  fields.problem(
    `${names} would carry passwords between machines without encryption: use https:// addresses, or set ALLOW_PUBLIC_HTTP=true to start all the same on a network that you trust`,
  )
}

/** An address that cannot be read is a problem of its own. */
const nameOf = (url: string) => (url === '' ? 'localhost' : new URL(url).hostname)

const NAMES: Record<keyof Ports, string> = {
  site: 'SITE_PORT',
  api: 'API_PORT',
  tickets: 'TICKETS_PORT',
  boxOffice: 'BOX_OFFICE_PORT',
}

/** The setting that chooses a service's port. */
export function portSetting(service: keyof Ports): string {
  return NAMES[service]
}

function sharedPorts(ports: Ports): [string, string][] {
  const all = Object.entries(ports) as [keyof Ports, number][]
  return all.flatMap(([name, port], index) =>
    all
      .slice(index + 1)
      .filter(([, other]) => other === port)
      .map(([other]): [string, string] => [NAMES[name], NAMES[other]]),
  )
}
