import { type Env, type EnvFields, readEnv } from '@tuvens/platform/config'
import { isLoopbackName } from '@tuvens/platform/loopback'
import { checkProduction } from '@tuvens/platform/production/check'
import { readTelemetry, type TelemetrySettings } from '@tuvens/platform/telemetry/settings'
import { PRODUCTION_RULES } from './production.ts'

export type SiteConfig = {
  port: number
  host: string
  /** Public address of this site. */
  origin: string
  /** More hosts than that of `origin` at which this server is reached. */
  allowedHosts: readonly string[]
  /** Header in which a proxy that stands in front gives the visitor's address; the scheme it gives is believed too. */
  addressHeader: string | undefined
  /** Pages a minute and client. */
  pageLimit: number
  /** How long it goes on after a signal to stop, so that balancers notice. */
  drainMs: number
  /** Milliseconds that open connections get when this server stops. */
  shutdownMs: number
  /** Where this server reaches the API. */
  apiUrl: string
  /** Where browsers reach the API. */
  publicApiUrl: string
  /** Where tickets are sold: the only other site that this one frames or sends people to. */
  ticketOrigin: string
  /** Where people sign in when an outside issuer has their accounts; null when this site has them. */
  signInElsewhere: string | null
  /** Where the mails of the ticket system wait that has no mail server either; null where there is no such page. */
  ticketMailbox: string | null
  /** Whether the pseudo-language of tests is offered, too. */
  hasPseudo: boolean
  logLevel: string
  /** Part of the page views of which browsers report times to the API, 0 to 1. */
  beaconSample: number
} & TelemetrySettings

/**
 * @param options `isServing`: for the process that answers browsers; a build reads the settings too, and needs fewer
 * @throws ConfigError with every problem and how to fix it
 */
export function readConfig(env: Env, { isServing = false } = {}): SiteConfig {
  return readEnv(env, (fields) => {
    checkProduction(fields, PRODUCTION_RULES)
    const publicApiUrl = fields.url('PUBLIC_API_URL', 'http://localhost:3001')
    const port = fields.integer('PORT', 3000, { max: 65_535 })
    const host = fields.text('HOST', '127.0.0.1')
    const telemetry = readTelemetry(fields)
    return {
      port,
      host,
      origin: readOrigin(fields, { port, host, isServing }),
      allowedHosts: fields.hosts('ALLOWED_HOSTS'),
      addressHeader: fields.optional('ADDRESS_HEADER')?.toLowerCase(),
      pageLimit: fields.integer('LIMIT_PAGES', 1_200, { min: 1 }),
      drainMs: fields.integer('SHUTDOWN_DRAIN', 0, { max: 600 }) * 1000,
      shutdownMs: fields.integer('SHUTDOWN_TIMEOUT', 10) * 1000,
      publicApiUrl,
      apiUrl: fields.url('API_URL', publicApiUrl),
      ticketOrigin: fields.origin('PUBLIC_TICKET_ORIGIN', 'http://localhost:3002'),
      signInElsewhere: fields.optionalUrl('SIGN_IN_URL') ?? fields.optionalUrl('AUTH_ISSUER') ?? null,
      ticketMailbox: fields.optionalUrl('TICKET_MAILBOX_URL') ?? null,
      hasPseudo: fields.boolean('PSEUDO_LOCALE', false),
      logLevel: fields.text('LOG_LEVEL', 'info'),
      ...telemetry,
      // Where nothing is measured, browsers report nothing.
      beaconSample:
        fields.integer('BEACON_SAMPLE_PERCENT', telemetry.metrics === undefined ? 0 : 10, { max: 100 }) / 100,
    }
  })
}

/** Its default fits a trial on one machine only: elsewhere browsers send another origin, and every form is refused. */
function readOrigin(
  fields: EnvFields,
  { port, host, isServing }: { port: number; host: string; isServing: boolean },
): string {
  const isPublic = fields.optional('NODE_ENV') === 'production' || !isLoopbackName(host)
  if (isServing && isPublic && fields.optional('ORIGIN') === undefined) fields.problem(NO_ORIGIN)
  return fields.origin('ORIGIN', `http://localhost:${port}`)
}
const NO_ORIGIN = 'ORIGIN is missing; set it to the public address of this site, e.g. https://tuvens.example'
