import { join } from 'node:path'

export type ServiceName = 'boxOffice' | 'api' | 'tickets' | 'site'

export type LocalSecrets = {
  postgresPassword: string
  /** Signs the calls between the API and the ticket origin. */
  shared: string
  /** Seed of the API's Ed25519 key. */
  signingKey: string
  /** Encrypts the Hi.Events credentials that the ticket origin stores. */
  credentialsKey: string
  boxOfficeJwt: string
}

export type Wiring = {
  root: string
  host: string
  ports: Record<ServiceName, number>
  /** Public addresses. */
  urls: { site: string; api: string; tickets: string }
  /** Address of a database, by the folder name of its service. */
  database: (service: string) => string
  secrets: LocalSecrets
  /** A real Hi.Events in place of the box office. */
  upstream?: string | undefined
  /** Whether the box office shows all mail at `/mailbox`. */
  mailbox: boolean
  /** Whether webhooks may go to receivers on this machine; by default the environment decides. */
  privateWebhooks?: boolean
  /** Addresses at which services reach each other instead of directly: tests put a faulty line in between. */
  via?: { api?: string; boxOffice?: string; tickets?: string }
  /** Environment of every service. The settings made here override it. */
  env: Readonly<Record<string, string | undefined>>
}

export type ServiceSpec = {
  name: ServiceName
  /** Name for messages. */
  title: string
  entry: string
  env: Readonly<Record<string, string | undefined>>
  /** Address that answers 200 once the service is ready. */
  ready: string
}

/** Makes the settings of all services; the only place that assigns the URLs of the services to each other. */
export function wire(wiring: Wiring): ServiceSpec[] {
  const parts = { api: api(wiring), tickets: tickets(wiring), site: site(wiring) }
  const all = wiring.upstream === undefined ? [boxOffice(wiring)] : []
  return [...all, parts.api, parts.tickets, parts.site].map((spec) => ({
    ...spec,
    env: { ...withoutFilesOf(wiring.env, spec.env), NODE_ENV: 'production', ...spec.env },
  }))
}

/** A setting that is made here overrides one of the environment, also one that stands in a file. */
function withoutFilesOf(env: Wiring['env'], made: Wiring['env']): Wiring['env'] {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !Object.hasOwn(made, name.replace(/_FILE$/, ''))),
  )
}

function api({ root, host, ports, urls, database, secrets, env, ...wiring }: Wiring): ServiceSpec {
  const { mailbox, privateWebhooks } = wiring
  return {
    name: 'api',
    title: 'API',
    entry: join(root, 'api', 'dist', 'main.js'),
    ready: `http://127.0.0.1:${ports.api}/readyz`,
    env: {
      PORT: String(ports.api),
      HOST: host,
      DATABASE_URL: database('api'),
      API_URL: urls.api,
      SITE_URL: urls.site,
      HI_EVENTS_DOMAIN: urls.tickets,
      TICKET_SERVICE_URL: `http://127.0.0.1:${ports.tickets}`,
      CORS_ORIGINS: urls.site,
      HI_EVENTS_SHARED_SECRET: secrets.shared,
      AUTH_SIGNING_KEYS: secrets.signingKey,
      // Without a mail server (SMTP_URL and MAIL_FROM in the environment), mails are shown at /mailbox, or kept.
      MAILBOX: String(mailbox),
      ...(privateWebhooks !== undefined && { WEBHOOKS_ALLOW_PRIVATE: String(privateWebhooks) }),
      // The site calls from this machine and forwards the visitor's address, so that limits count per visitor.
      TRUST_PROXY: env['TRUST_PROXY'] ?? 'loopback',
    },
  }
}

function tickets({ root, host, ports, urls, database, secrets, upstream, via = {} }: Wiring): ServiceSpec {
  const boxOfficeUrl = upstream ?? via.boxOffice ?? `http://127.0.0.1:${ports.boxOffice}`
  return {
    name: 'tickets',
    title: 'Ticket origin',
    entry: join(root, 'hi-events', 'dist', 'main.js'),
    ready: `http://127.0.0.1:${ports.tickets}/readyz`,
    env: {
      PORT: String(ports.tickets),
      HOST: host,
      DATABASE_URL: database('hi-events'),
      TICKET_ORIGIN: urls.tickets,
      PUBLIC_API_URL: urls.api,
      TUVENS_API_URL: via.api ?? `http://127.0.0.1:${ports.api}`,
      SITE_URL: urls.site,
      HI_EVENTS_UPSTREAM: boxOfficeUrl,
      HI_EVENTS_SHARED_SECRET: secrets.shared,
      CREDENTIALS_KEY: secrets.credentialsKey,
      // A real Hi.Events may need another address (WEBHOOK_URL); the box office always runs on the same machine.
      ...(upstream === undefined && { WEBHOOK_URL: hooksUrl({ ports, via }) }),
    },
  }
}

/** Where the box office, which always runs on the same machine, reaches the ticket origin. */
function hooksUrl({ ports, via = {} }: Pick<Wiring, 'ports' | 'via'>): string {
  return via.tickets ?? `http://127.0.0.1:${ports.tickets}`
}

function boxOffice({ root, ports, urls, database, secrets, mailbox, via = {} }: Wiring): ServiceSpec {
  return {
    name: 'boxOffice',
    title: 'Box office',
    entry: join(root, 'box-office', 'dist', 'main.js'),
    ready: `http://127.0.0.1:${ports.boxOffice}/readyz`,
    env: {
      PORT: String(ports.boxOffice),
      HOST: '127.0.0.1',
      DATABASE_URL: database('box-office'),
      PUBLIC_URL: urls.tickets,
      JWT_SECRET: secrets.boxOfficeJwt,
      // Only the ticket origin reaches it, and it overwrites the forwarded address that a client claims.
      TRUST_PROXY: 'loopback',
      ORGANISERS_URL: urls.site,
      WEBHOOK_TARGETS: `${hooksUrl({ ports, via })}/hooks/hi-events/`,
      // Without a mail server (SMTP_URL and MAIL_FROM in the environment), mails are shown at /mailbox, or kept.
      MAILBOX: String(mailbox),
    },
  }
}

/** Seconds that adapter-node waits for open connections. Open streams would make it wait for its whole default of thirty. */
const SITE_SHUTDOWN_SECONDS = '2'

function site({ root, host, ports, urls, upstream, mailbox }: Wiring): ServiceSpec {
  return {
    name: 'site',
    title: 'Event site',
    entry: join(root, 'client', 'build', 'index.js'),
    ready: `http://127.0.0.1:${ports.site}/`,
    env: {
      PORT: String(ports.site),
      HOST: host,
      ORIGIN: urls.site,
      API_URL: `http://127.0.0.1:${ports.api}`,
      PUBLIC_API_URL: urls.api,
      PUBLIC_TICKET_ORIGIN: urls.tickets,
      // Through the ticket origin: a real Hi.Events has no such page.
      TICKET_MAILBOX_URL: upstream === undefined && mailbox ? `${urls.tickets}/mailbox` : undefined,
      SHUTDOWN_TIMEOUT: SITE_SHUTDOWN_SECONDS,
    },
  }
}
