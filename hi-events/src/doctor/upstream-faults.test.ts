import { afterAll, afterEach, beforeAll, it } from 'vitest'
import { type Clinic, expectFault, type Fault, openClinic } from '../../test-support/clinic.ts'
import type { Asked, Lie } from '../../test-support/liar.ts'

let clinic: Clinic
beforeAll(async () => {
  clinic = await openClinic()
}, 60_000)
afterEach(() => clinic.rest())
afterAll(() => clinic.close())

const office = () => clinic.office.url

/** Answers everything with the same text, as a web server that is none of ours. */
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

/** The box office, but for some answers. */
const whenTold = (call: RegExp, lie: Lie) =>
  clinic.lie(office(), {
    tell: (told, asked) => (call.test(`${asked.method} ${asked.path}`) ? lie(told, asked) : told),
  })

const withoutSecret: Lie = (told) => ({ ...told, text: told.text.replace(/,"secret":"[^"]+"/, '') })

/** Nothing of what it should send is sent, and nothing stands in its log. */
async function queueWithoutWorker() {
  const paused = (raw: string) => raw.replace('"ENABLED"', '"PAUSED"')
  return clinic.lie(office(), {
    ask: (asked) => (asked.path.endsWith('/webhooks') ? { ...asked, raw: paused(asked.raw) } : asked),
  })
}

const FAULTS: Fault[] = [
  {
    title: 'Hi.Events does not run',
    plant: () => ({ HI_EVENTS_UPSTREAM: 'http://127.0.0.1:9' }),
    id: 'upstream',
    seen: /nothing listens there/,
    mend: /Start Hi\.Events, or mend HI_EVENTS_UPSTREAM=http:\/\/127\.0\.0\.1:9/,
  },
  {
    title: 'the upstream is a page, not an API',
    plant: async () => ({
      HI_EVENTS_UPSTREAM: (
        await clinic.lie(office(), { tell: always(200, 'text/html', '<h1>It works!</h1>') })
      ).url,
    }),
    id: 'upstream',
    seen: /answers 200 with a page/,
    mend: /Set HI_EVENTS_UPSTREAM to the address Hi\.Events shows its pages at/,
  },
  {
    title: 'the upstream ends in /api',
    plant: () => ({ HI_EVENTS_UPSTREAM: `${office()}/api` }),
    id: 'upstream',
    seen: /\/api\/api\/users\/me answers 404/,
    mend: /Set HI_EVENTS_UPSTREAM=http:\/\/127\.0\.0\.1:\d+: \/api is added to it/,
  },
  {
    title: 'the API has a root of its own',
    plant: async () => {
      const ask = (asked: { path: string }) =>
        ({ ...(asked as never as object), path: `/api${asked.path}` }) as never
      return { HI_EVENTS_UPSTREAM: (await clinic.lie(office(), { ask })).url }
    },
    id: 'upstream',
    seen: /answers 404/,
    mend: /Set HI_EVENTS_API_URL=http:\/\/127\.0\.0\.1:\d+ beside/,
  },
  {
    title: 'the upstream leads on to https',
    plant: async () => {
      const tell = () => ({
        status: 301,
        headers: { location: 'https://events.example/api/users/me' },
        text: '',
      })
      return { HI_EVENTS_UPSTREAM: (await clinic.lie(office(), { tell })).url }
    },
    id: 'upstream',
    seen: /leads on to https:\/\/events\.example/,
    mend: /Set HI_EVENTS_UPSTREAM=https:\/\/events\.example/,
  },
  {
    title: 'the upstream is the API without the pages',
    plant: async () => {
      const tell: Lie = (told, { path }) =>
        path.startsWith('/api') ? told : { status: 404, headers: {}, text: '' }
      return { HI_EVENTS_UPSTREAM: (await clinic.lie(office(), { tell })).url }
    },
    id: 'upstream',
    seen: /is no page: it answers 404/,
    mend: /HI_EVENTS_UPSTREAM to the front end of Hi\.Events, and HI_EVENTS_API_URL=/,
  },
  {
    title: 'Hi.Events is older than 1.8',
    plant: async () => ({ HI_EVENTS_UPSTREAM: (await whenTold(/^POST .*\/webhooks$/, withoutSecret)).url }),
    id: 'version',
    seen: /without its secret/,
    mend: /Update Hi\.Events to v1\.8/,
  },
  {
    title: 'Hi.Events lets nobody register',
    plant: async () => ({
      CREDENTIALS_KEY: 'a key whose login is not there yet',
      HI_EVENTS_UPSTREAM: (
        await whenTold(/^POST .*\/auth\/register$/, () => refused('Registration is disabled', 403))
      ).url,
    }),
    id: 'login',
    seen: /lets nobody register: 403 Registration is disabled/,
    mend: /APP_DISABLE_REGISTRATION=false/,
  },
  {
    title: 'Hi.Events runs in SaaS mode',
    plant: async () => ({
      HI_EVENTS_UPSTREAM: (
        await whenTold(/^GET .*\/accounts$/, (told) => ({
          ...told,
          text: told.text.replace('"is_saas_mode_enabled":false', '"is_saas_mode_enabled":true'),
        }))
      ).url,
    }),
    id: 'login',
    seen: /SaaS mode/,
    mend: /APP_SAAS_MODE_ENABLED=false/,
  },
  {
    title: 'the key for minting is another one',
    plant: () => ({ HI_EVENTS_LOGIN: 'jwt', HI_EVENTS_JWT_SECRET: 'some other key of the tests' }),
    id: 'login',
    seen: /not the key Hi\.Events signs with/,
    mend: /HI_EVENTS_JWT_SECRET to the value of JWT_SECRET at Hi\.Events/,
  },
  {
    title: "Hi.Events' pages call another host",
    plant: async () => ({
      HI_EVENTS_UPSTREAM: (
        await whenTold(/^GET \/auth\/login$/, (told) => ({
          ...told,
          text: '<script>window.hievents = {"VITE_API_URL_CLIENT":"https:\\/\\/api.example\\/api"}</script>',
        }))
      ).url,
    }),
    id: 'cookie',
    seen: /pages call https:\/\/api\.example\/api/,
    mend: /VITE_API_URL_CLIENT=http:\/\/localhost:\d+\/api and VITE_FRONTEND_URL=/,
  },
  {
    title: 'the web server before Hi.Events knows it by another name',
    plant: async () => {
      const knows = (host = '') => host !== `localhost:${clinic.port}`
      const tell: Lie = (told, { headers }) =>
        knows(headers['host']) ? told : { status: 421, headers: {}, text: 'Misdirected Request' }
      return { HI_EVENTS_UPSTREAM: (await clinic.lie(office(), { tell })).url }
    },
    id: 'passing',
    seen: /\/auth\/login is there at .*, and not through http:\/\/localhost:\d+: it answers 421/,
    mend: /answer for localhost too \(its server_name or host rule\)/,
  },
  {
    title: 'Hi.Events takes no private address for a webhook',
    plant: () => ({ WEBHOOK_URL: `http://127.0.0.2:${clinic.port}` }),
    id: 'webhook',
    seen: new RegExp(INTERNAL),
    mend: /Add 127\.0\.0\.2 to APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS/,
  },
  {
    title: 'Hi.Events reaches nobody at the webhook address',
    plant: () => ({ WEBHOOK_URL: 'http://127.0.0.1:9' }),
    id: 'webhook',
    seen: /got no answer within its 3 s/,
    mend: /Set WEBHOOK_URL to an address at which Hi\.Events reaches/,
  },
  {
    title: 'the webhook leads to something else',
    plant: () => ({ WEBHOOK_URL: office() }),
    id: 'webhook',
    seen: /refused it with 40\d/,
    mend: /Set WEBHOOK_URL to the ticket origin itself, e\.g\. WEBHOOK_URL=http:\/\/localhost/,
  },
  {
    title: 'something takes the webhook and keeps it',
    plant: async () => ({
      WEBHOOK_URL: (await clinic.lie(office(), { tell: always(200, 'text/plain', 'ok') })).url,
    }),
    id: 'webhook',
    seen: /took it with 200, but this database has no record/,
    mend: /DATABASE_URL/,
  },
  {
    title: 'a proxy alters the webhook on its way',
    plant: async () => {
      const ask = (asked: Asked) => ({ ...asked, raw: `${asked.raw} ` })
      return { WEBHOOK_URL: (await clinic.lie(`http://127.0.0.1:${clinic.port}`, { ask })).url }
    },
    id: 'webhook',
    seen: /the signature does not hold/,
    mend: /Let no proxy between Hi\.Events and the ticket origin alter the body/,
  },
  {
    title: 'Hi.Events has no queue worker',
    plant: async () => ({ HI_EVENTS_UPSTREAM: (await queueWithoutWorker()).url }),
    id: 'webhook',
    seen: /sent nothing within 1\.5 s/,
    mend: /queue:work --queue=default,webhooks/,
  },
  {
    title: "Hi.Events' clock is off",
    plant: async () => ({
      HI_EVENTS_UPSTREAM: (
        await whenTold(/./, (told) => ({
          ...told,
          headers: { ...told.headers, date: new Date(Date.now() - 300_000).toUTCString() },
        }))
      ).url,
    }),
    id: 'clock',
    seen: /Hi\.Events' clock is (299|300|301) s behind ours/,
    mend: /NTP/,
  },
  {
    title: 'any site may read from Hi.Events',
    plant: async () => ({
      HI_EVENTS_UPSTREAM: (
        await whenTold(/^OPTIONS /, (told, { headers }) => ({
          ...told,
          headers: { ...told.headers, 'access-control-allow-origin': headers['origin'] ?? '' },
        }))
      ).url,
    }),
    id: 'cors',
    seen: /any site read/,
    mend: /CORS_ALLOWED_ORIGINS=http:\/\/localhost:\d+ at Hi\.Events/,
  },
]

it.each(FAULTS)('names the fault and its mend when $title', (fault) => expectFault(clinic, fault))
