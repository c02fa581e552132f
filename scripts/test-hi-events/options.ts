import { PlainError } from '../system/plain-error.ts'
import { readArguments } from '../system/read-arguments.ts'
import { NAMES, type HiEventsTarget } from './target.ts'

export type SuiteOptions = { target: HiEventsTarget | undefined; help: boolean }

export const HELP = `Runs the whole scenario of the ticket origin against a Hi.Events: provision, link, publish, pause, sell, end, archive, duplicate, delete,
lost webhooks, a lost answer, both login modes; then the recordings of a real one. It removes what it creates, except logins.

  npm run test:hi-events                                     against the box office
  npm run test:hi-events -- --url https://tickets.example    against a Hi.Events 1.8 or later

  --url URL             root of its pages
  --api-url URL         root of its API, when it is not URL/api
  --callback-host HOST  name or address at which it reaches this machine (127.0.0.1); a private one must be listed in its
                        APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS
  --jwt-secret SECRET   its JWT_SECRET, for the login mode jwt; prefer HI_EVENTS_JWT_SECRET in the environment

Exits with 0 when every step passes.`

/** @throws PlainError for an unknown argument */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): SuiteOptions {
  const values = readArguments('test:hi-events', {
    args,
    options: {
      url: { type: 'string' },
      'api-url': { type: 'string' },
      'callback-host': { type: 'string' },
      'jwt-secret': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const { url, help = false } = values
  if (help || url === undefined) return { target: undefined, help }
  const pages = rootOf('--url', url)
  const jwtSecret = values['jwt-secret'] ?? env[NAMES.jwtSecret]
  const target = {
    pages,
    api: values['api-url'] === undefined ? `${pages}/api` : rootOf('--api-url', values['api-url']),
    jwtSecret: jwtSecret === '' ? undefined : jwtSecret,
    callbackHost: values['callback-host'] ?? '127.0.0.1',
  }
  return { target, help }
}

/** Environment variables that pass the options to the suites. */
export function envOf({ target }: SuiteOptions): NodeJS.ProcessEnv {
  return {
    [NAMES.pages]: target?.pages,
    [NAMES.api]: target?.api,
    [NAMES.jwtSecret]: target?.jwtSecret,
    [NAMES.callbackHost]: target?.callbackHost,
  }
}

function rootOf(option: string, value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value.replace(/\/+$/, '')
  throw new PlainError(`${option} ${value} is not an address such as https://tickets.example`)
}
