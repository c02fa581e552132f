import { defaultFlagState } from '@tuvens/platform/flags/evaluator'
import { startPrivateAuthorityServer } from '@tuvens/platform/test-support/private-authority'
import { afterAll, afterEach, beforeAll, it } from 'vitest'
import {
  type DoctorFault,
  type DoctorHarness,
  expectFinding,
  startDoctorHarness,
} from '../../../test-support/doctor-harness.ts'
import type { ResponseChange, Tampering } from '../../../test-support/tampering-proxy.ts'
import { saveKnownFlags } from '../../flags/store.ts'
import { createVault } from '../../mapping/vault.ts'

let harness: DoctorHarness
let untrusted: Awaited<ReturnType<typeof startPrivateAuthorityServer>>
beforeAll(async () => {
  untrusted = await startPrivateAuthorityServer()
  harness = await startDoctorHarness()
})
afterEach(() => harness.reset())
afterAll(() => Promise.all([harness.close(), untrusted.close()]))

const office = () => harness.office.url

const FAULTS: DoctorFault[] = [
  {
    title: 'a setting is missing and another one is wrong',
    plant: () => ({ HI_EVENTS_SHARED_SECRET: '', HI_EVENTS_REGISTRATION: 'fancy' }),
    id: 'settings',
    seen: /2 problems/,
    fix: /HI_EVENTS_REGISTRATION=fancy is none of closed, open[^]*HI_EVENTS_SHARED_SECRET is missing; set it/,
  },
  {
    title: 'DATABASE_URL is not an address',
    plant: () => ({ DATABASE_URL: 'localhost:5432' }),
    id: 'settings',
    seen: /one problem/,
    fix: /DATABASE_URL is not an address such as postgres:\/\/user:password@/,
  },
  {
    title: 'PostgreSQL does not run',
    plant: () => ({ DATABASE_URL: 'postgres://tuvens:sesame-open@127.0.0.1:9/tickets' }),
    id: 'database',
    seen: /127\.0\.0\.1:9\/tickets: nothing listens there/,
    fix: /Start PostgreSQL, or correct host and port in DATABASE_URL/,
  },
  {
    title: 'the database password is wrong',
    plant: () => ({ DATABASE_URL: harness.database.url.replace(/:[^:@]+@/, ':wrong@') }),
    id: 'database',
    seen: /refuses the login of tuvens/,
    fix: /Correct user and password in DATABASE_URL/,
  },
  {
    title: 'there is no such database',
    plant: () => ({ DATABASE_URL: harness.database.url.replace(/[^/]+$/, 'nowhere') }),
    id: 'database',
    seen: /there is no database nowhere/,
    fix: /createdb -O tuvens nowhere/,
  },
  {
    title: 'HI_EVENTS_UPSTREAM is the ticket origin itself',
    plant: () => ({ HI_EVENTS_UPSTREAM: 'http://127.0.0.1:4711', TICKET_ORIGIN: 'http://127.0.0.1:4711' }),
    id: 'settings',
    seen: /one problem/,
    fix: /HI_EVENTS_UPSTREAM is TICKET_ORIGIN, this very service; set it to where Hi\.Events itself answers/,
  },
  {
    title: 'the Tuvens API does not run',
    plant: () => ({ TUVENS_API_URL: 'http://127.0.0.1:9' }),
    id: 'api',
    seen: /nothing listens there/,
    fix: /TUVENS_API_URL/,
  },
  {
    title: 'the shared secret differs',
    plant: () => ({ HI_EVENTS_SHARED_SECRET: 'another secret of the tests' }),
    id: 'api',
    seen: /rejects our signature/,
    fix: /HI_EVENTS_SHARED_SECRET to the same value/,
  },
  {
    title: 'the Tuvens API is not configured for the host at which it is called',
    plant: async () => {
      const text = '{"code":"MISDIRECTED_REQUEST"}'
      const response: ResponseChange = (response) => ({ ...response, status: 421, text })
      return { TUVENS_API_URL: (await harness.tamper(harness.api, { response })).url }
    },
    id: 'api',
    seen: /does not answer at the host (127\.0\.0\.1|localhost):\d+/,
    fix: /Add (127\.0\.0\.1|localhost):\d+ to ALLOWED_HOSTS at the Tuvens API/,
  },
  {
    title: 'TUVENS_API_URL is another service',
    plant: () => ({ TUVENS_API_URL: office() }),
    id: 'api',
    seen: /unlike the Tuvens API/,
    fix: /TUVENS_API_URL to the Tuvens API itself/,
  },
  {
    title: 'the Tuvens API sends organisers elsewhere',
    plant: async () => {
      const response: ResponseChange = (response) =>
        response.status === 204
          ? { ...response, headers: { 'access-control-allow-origin': 'https://old.example' } }
          : response
      return { TUVENS_API_URL: (await harness.tamper(harness.api, { response })).url }
    },
    id: 'api-origin',
    seen: /has another ticket origin/,
    fix: /HI_EVENTS_DOMAIN=http:\/\/localhost:\d+ at the Tuvens API/,
  },
  {
    title: 'browsers would not store the login cookie',
    plant: () => ({ TICKET_ORIGIN: `http://tickets.example.org:${harness.port}` }),
    id: 'cookie',
    seen: /only over https/,
    fix: /Set TICKET_ORIGIN=https:\/\/tickets\.example\.org/,
  },
  {
    title: 'TICKET_ORIGIN does not lead to the ticket origin',
    plant: () => ({ TICKET_ORIGIN: 'http://localhost:9' }),
    id: 'origin',
    seen: /http:\/\/localhost:9 does not lead to the ticket origin at 127\.0\.0\.1:\d+/,
    fix: /proxy pass everything on to 127\.0\.0\.1:\d+/,
  },
  {
    title: 'the certificate at TICKET_ORIGIN is of an authority that Node does not trust',
    plant: () => ({ TICKET_ORIGIN: untrusted.url }),
    id: 'origin',
    seen: /its TLS certificate is of an authority that Node does not trust/,
    fix: /^Set NODE_EXTRA_CA_CERTS to the file/,
  },
  {
    title: 'the proxy sends /api past the ticket origin, so anybody may register',
    plant: () => bypassingProxy('/api/auth/register'),
    id: 'registration',
    seen: /open to everybody/,
    fix: /pass every path on to the ticket origin, \/api too/,
  },
  {
    title: 'the proxy sends /api past the ticket origin, so the super-admin API is reachable',
    plant: () => bypassingProxy('/api/admin'),
    id: 'admin',
    seen: /can be reached/,
    fix: /pass every path on to the ticket origin, \/api too/,
  },
  {
    title: 'the stock widget is framed across sites',
    plant: async () => {
      const states = [{ ...defaultFlagState('ticket-picker'), percent: 50 }]
      await saveKnownFlags(harness.database.db, states)
      return { SITE_URL: 'https://tuvens.example.org' }
    },
    id: 'sites',
    seen: /different sites/,
    fix: /flags on ticket-picker/,
  },
  {
    title: 'signatures and tokens would be sent unencrypted',
    plant: () => ({ TUVENS_API_URL: 'http://api.example.org', SITE_URL: 'http://www.example.org' }),
    id: 'https',
    seen: /SITE_URL, TUVENS_API_URL: what is sent there can be read/,
    fix: /Set SITE_URL=https:\/\/www\.example\.org\.[^]*Set TUVENS_API_URL=https:\/\/api\.example\.org\./,
  },
]

it.each(FAULTS)('reports the fault and its fix when $title', (fault) => expectFinding(harness, fault))

/** A proxy before the ticket origin that sends some paths straight to Hi.Events. */
async function bypassingProxy(path: string): Promise<Record<string, string>> {
  const upstream: Tampering['upstream'] = (request) => (request.path.startsWith(path) ? office() : undefined)
  const proxy = await harness.tamper(`http://127.0.0.1:${harness.port}`, { upstream })
  return { TICKET_ORIGIN: proxy.url.replace('127.0.0.1', 'localhost') }
}

it('reports secrets that were sealed with another CREDENTIALS_KEY', async () => {
  await harness.examine({ TUVENS_API_URL: 'http://127.0.0.1:9' })
  const { db } = harness.database
  const sealed = createVault(['a key of another time']).seal('x', 'account 4711 credential')
  await db`
    insert into accounts (tuvens_account_id, name, tenant_key, login_email, credential_kind, credential)
    values (4711, 'Club', 'tenant-4711', 'club@example.org', 'token', ${sealed})`
  await expectFinding(harness, {
    title: '',
    plant: () => ({}),
    id: 'database',
    seen: /secrets of an account were sealed with another CREDENTIALS_KEY/,
    fix: /CREDENTIALS_KEY=new,old/,
  })
  await db`delete from accounts where tuvens_account_id = 4711`
})
