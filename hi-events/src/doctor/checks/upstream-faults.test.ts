import { afterAll, afterEach, beforeAll, it } from 'vitest'
import {
  type DoctorFault,
  type DoctorHarness,
  expectFinding,
  startDoctorHarness,
} from '../../../test-support/doctor-harness.ts'
import { doctorLogin } from '../setup/doctor-login.ts'
import type { ProxiedRequest, ResponseChange } from '../../../test-support/tampering-proxy.ts'

let harness: DoctorHarness
beforeAll(async () => {
  harness = await startDoctorHarness()
})
afterEach(() => harness.reset())
afterAll(() => harness.close())

const office = () => harness.office.url

/** Answers every request with the same text, as an unrelated web server does. */
const always = (status: number, type: string, text: string) => () => ({
  status,
  headers: { 'content-type': type },
  text,
})

const refused = (sentence: string, status = 422) => ({
  status,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify({ message: sentence, errors: { url: [sentence] } }),
})
const INTERNAL = 'The url cannot point to private or internal IP addresses.'

/** The box office with altered responses to some calls. */
const withResponse = (call: RegExp, change: ResponseChange) =>
  harness.tamper(office(), {
    response: (response, request) =>
      call.test(`${request.method} ${request.path}`) ? change(response, request) : response,
  })

const withoutSecret: ResponseChange = (response) => ({
  ...response,
  text: response.text.replace(/,"secret":"[^"]+"/, ''),
})

/** What an earlier examination does, where there was one. */
async function registerDoctor(): Promise<void> {
  const login = doctorLogin(harness.env['CREDENTIALS_KEY'] ?? '')
  const registration = { ...login, password_confirmation: login.password, first_name: 'Tuvens doctor' }
  const headers = { 'content-type': 'application/json' }
  await fetch(`${office()}/api/auth/register`, {
    method: 'POST',
    headers,
    body: JSON.stringify(registration),
  })
}

/** Webhooks are neither sent nor logged. */
async function queueWithoutWorker() {
  const paused = (raw: string) => raw.replace('"ENABLED"', '"PAUSED"')
  return harness.tamper(office(), {
    request: (request) =>
      request.path.endsWith('/webhooks') ? { ...request, raw: paused(request.raw) } : request,
  })
}

const FAULTS: DoctorFault[] = [
  {
    title: 'Hi.Events does not run',
    plant: () => ({ HI_EVENTS_UPSTREAM: 'http://127.0.0.1:9' }),
    id: 'upstream',
    seen: /nothing listens there/,
    fix: /Start Hi\.Events, or correct HI_EVENTS_UPSTREAM=http:\/\/127\.0\.0\.1:9/,
  },
  {
    title: 'the upstream is a page, not an API',
    plant: async () => ({
      HI_EVENTS_UPSTREAM: (
        await harness.tamper(office(), { response: always(200, 'text/html', '<h1>It works!</h1>') })
      ).url,
    }),
    id: 'upstream',
    seen: /answers 200 with a page/,
    fix: /Set HI_EVENTS_UPSTREAM to the address Hi\.Events shows its pages at/,
  },
  {
    title: 'the upstream ends in /api',
    plant: () => ({ HI_EVENTS_UPSTREAM: `${office()}/api` }),
    id: 'upstream',
    seen: /\/api\/api\/users\/me answers 404/,
    fix: /Set HI_EVENTS_UPSTREAM=http:\/\/127\.0\.0\.1:\d+: \/api is added to it/,
  },
  {
    title: 'the API has another root than the pages',
    plant: async () => {
      const request = (received: ProxiedRequest) => ({ ...received, path: `/api${received.path}` })
      return { HI_EVENTS_UPSTREAM: (await harness.tamper(office(), { request })).url }
    },
    id: 'upstream',
    seen: /answers 404/,
    fix: /Set HI_EVENTS_API_URL=http:\/\/127\.0\.0\.1:\d+ beside/,
  },
  {
    title: 'the upstream redirects to https',
    plant: async () => {
      const response = () => ({
        status: 301,
        headers: { location: 'https://events.example/api/users/me' },
        text: '',
      })
      return { HI_EVENTS_UPSTREAM: (await harness.tamper(office(), { response })).url }
    },
    id: 'upstream',
    seen: /redirects to https:\/\/events\.example/,
    fix: /Set HI_EVENTS_UPSTREAM=https:\/\/events\.example/,
  },
  {
    title: 'the upstream is the API without the pages',
    plant: async () => {
      const response: ResponseChange = (response, { path }) =>
        path.startsWith('/api') ? response : { status: 404, headers: {}, text: '' }
      return { HI_EVENTS_UPSTREAM: (await harness.tamper(office(), { response })).url }
    },
    id: 'upstream',
    seen: /is not a page: it answers 404/,
    fix: /HI_EVENTS_UPSTREAM to the front end of Hi\.Events, and HI_EVENTS_API_URL=/,
  },
  {
    title: 'only the front end of Hi.Events is down',
    plant: async () => {
      const response: ResponseChange = (response, { path }) =>
        path.startsWith('/api') ? response : { status: 502, headers: {}, text: '' }
      return { HI_EVENTS_UPSTREAM: (await harness.tamper(office(), { response })).url }
    },
    id: 'upstream',
    seen: /the front end does not/,
    fix: /Start the front end of Hi\.Events/,
  },
  {
    title: 'Hi.Events is older than 1.8',
    plant: async () => ({
      HI_EVENTS_UPSTREAM: (await withResponse(/^POST .*\/webhooks$/, withoutSecret)).url,
    }),
    id: 'version',
    seen: /without its secret/,
    fix: /Update Hi\.Events to v1\.8/,
  },
  {
    title: 'Hi.Events refuses registration',
    plant: async () => ({
      CREDENTIALS_KEY: 'a key whose login is not there yet',
      HI_EVENTS_UPSTREAM: (
        await withResponse(/^POST .*\/auth\/register$/, () => refused('Registration is disabled', 403))
      ).url,
    }),
    id: 'login',
    seen: /refuses registration: 403 Registration is disabled/,
    fix: /APP_DISABLE_REGISTRATION=false/,
  },
  {
    title: 'Hi.Events refuses registration, and the doctor has its login from before',
    plant: async () => {
      await registerDoctor()
      const closed = () => refused('Account registration is disabled', 403)
      return { HI_EVENTS_UPSTREAM: (await withResponse(/^POST .*\/auth\/register$/, closed)).url }
    },
    id: 'registration',
    seen: /refuses registration: 403 Account registration is disabled/,
    fix: /APP_DISABLE_REGISTRATION=false/,
  },
  {
    title: 'Hi.Events runs in SaaS mode',
    plant: async () => ({
      HI_EVENTS_UPSTREAM: (
        await withResponse(/^GET .*\/accounts$/, (response) => ({
          ...response,
          text: response.text.replace('"is_saas_mode_enabled":false', '"is_saas_mode_enabled":true'),
        }))
      ).url,
    }),
    id: 'login',
    seen: /SaaS mode/,
    fix: /APP_SAAS_MODE_ENABLED=false/,
  },
  {
    title: 'HI_EVENTS_JWT_SECRET differs',
    plant: () => ({ HI_EVENTS_LOGIN: 'jwt', HI_EVENTS_JWT_SECRET: 'some other key of the tests' }),
    id: 'login',
    seen: /not the key Hi\.Events signs with/,
    fix: /HI_EVENTS_JWT_SECRET to the value of JWT_SECRET at Hi\.Events/,
  },
  {
    title: "Hi.Events' pages call another host",
    plant: async () => ({
      HI_EVENTS_UPSTREAM: (
        await withResponse(/^GET \/auth\/login$/, (response) => ({
          ...response,
          text: '<script>window.hievents = {"VITE_API_URL_CLIENT":"https:\\/\\/api.example\\/api"}</script>',
        }))
      ).url,
    }),
    id: 'cookie',
    seen: /pages call https:\/\/api\.example\/api/,
    fix: /VITE_API_URL_CLIENT=http:\/\/localhost:\d+\/api and VITE_FRONTEND_URL=/,
  },
  {
    title: 'the web server before Hi.Events does not know the public host name',
    plant: async () => {
      const knows = (host = '') => host !== `localhost:${harness.port}`
      const response: ResponseChange = (response, { headers }) =>
        knows(headers['host']) ? response : { status: 421, headers: {}, text: 'Misdirected Request' }
      return { HI_EVENTS_UPSTREAM: (await harness.tamper(office(), { response })).url }
    },
    id: 'passing',
    seen: /\/auth\/login answers at .*, but not through http:\/\/localhost:\d+: it answers 421/,
    fix: /answer for localhost too \(its server_name or host rule\)/,
  },
  {
    title: 'Hi.Events accepts no private webhook address',
    plant: () => ({ WEBHOOK_URL: `http://127.0.0.2:${harness.port}` }),
    id: 'webhook',
    seen: new RegExp(INTERNAL),
    fix: /Add 127\.0\.0\.2 to APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS/,
  },
  {
    title: 'nothing listens at the webhook address',
    plant: () => ({ WEBHOOK_URL: 'http://127.0.0.1:9' }),
    id: 'webhook',
    seen: /got no response within 3 s/,
    fix: /Set WEBHOOK_URL to an address at which Hi\.Events reaches/,
  },
  {
    title: 'WEBHOOK_URL is another service',
    plant: () => ({ WEBHOOK_URL: office() }),
    id: 'webhook',
    seen: /refused it with 40\d/,
    fix: /Set WEBHOOK_URL to the ticket origin itself, e\.g\. WEBHOOK_URL=http:\/\/localhost/,
  },
  {
    title: 'another service accepts the webhook',
    plant: async () => ({
      WEBHOOK_URL: (await harness.tamper(office(), { response: always(200, 'text/plain', 'ok') })).url,
    }),
    id: 'webhook',
    seen: /accepted it with 200, but this database has no record/,
    fix: /DATABASE_URL/,
  },
  {
    title: 'a proxy alters the webhook',
    plant: async () => {
      const request = (received: ProxiedRequest) => ({ ...received, raw: `${received.raw} ` })
      return { WEBHOOK_URL: (await harness.tamper(`http://127.0.0.1:${harness.port}`, { request })).url }
    },
    id: 'webhook',
    seen: /its signature is not valid/,
    fix: /Let no proxy between Hi\.Events and the ticket origin alter the body/,
  },
  {
    title: 'Hi.Events has no queue worker',
    plant: async () => ({ HI_EVENTS_UPSTREAM: (await queueWithoutWorker()).url }),
    id: 'webhook',
    seen: /sent nothing within 4 s/,
    fix: /queue:work --sleep=0\.1 --queue=default,NAME.*WEBHOOK_QUEUE_NAME/,
  },
  {
    title: "Hi.Events' clock is off",
    plant: async () => ({
      HI_EVENTS_UPSTREAM: (
        await withResponse(/./, (response) => ({
          ...response,
          headers: { ...response.headers, date: new Date(Date.now() - 300_000).toUTCString() },
        }))
      ).url,
    }),
    id: 'clock',
    seen: /Hi\.Events' clock is (299|300|301) s behind ours/,
    fix: /NTP/,
  },
  {
    title: 'any site may read from Hi.Events',
    plant: async () => ({
      HI_EVENTS_UPSTREAM: (
        await withResponse(/^OPTIONS /, (response, { headers }) => ({
          ...response,
          headers: { ...response.headers, 'access-control-allow-origin': headers['origin'] ?? '' },
        }))
      ).url,
    }),
    id: 'cors',
    seen: /any site read/,
    fix: /CORS_ALLOWED_ORIGINS=http:\/\/localhost:\d+ at Hi\.Events/,
  },
]

it.each(FAULTS)('reports the fault and its fix when $title', (fault) => expectFinding(harness, fault))
