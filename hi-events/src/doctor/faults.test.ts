import { afterAll, afterEach, beforeAll, it } from 'vitest'
import { type Clinic, expectFault, type Fault, openClinic } from '../../test-support/clinic.ts'
import { createVault } from '../mapping/vault.ts'
import type { Lie, Lies } from '../../test-support/liar.ts'

let clinic: Clinic
beforeAll(async () => {
  clinic = await openClinic()
}, 60_000)
afterEach(() => clinic.rest())
afterAll(() => clinic.close())

const office = () => clinic.office.url

const FAULTS: Fault[] = [
  {
    title: 'a setting is missing and another one is wrong',
    plant: () => ({ HI_EVENTS_SHARED_SECRET: '', WIDGET: 'fancy' }),
    id: 'settings',
    seen: /2 problems/,
    mend: /WIDGET=fancy is none of picker, stock[^]*HI_EVENTS_SHARED_SECRET is missing; set it/,
  },
  {
    title: 'the database address is none',
    plant: () => ({ DATABASE_URL: 'localhost:5432' }),
    id: 'settings',
    seen: /DATABASE_URL is not the address/,
    mend: /postgres:\/\/user:password@/,
  },
  {
    title: 'PostgreSQL does not run',
    plant: () => ({ DATABASE_URL: 'postgres://tuvens:sesame-open@127.0.0.1:9/tickets' }),
    id: 'database',
    seen: /127\.0\.0\.1:9\/tickets: nothing listens there/,
    mend: /Start PostgreSQL, or mend host and port in DATABASE_URL/,
  },
  {
    title: 'the database password is wrong',
    plant: () => ({ DATABASE_URL: clinic.database.url.replace(/:[^:@]+@/, ':wrong@') }),
    id: 'database',
    seen: /does not let tuvens in/,
    mend: /Mend user and password in DATABASE_URL/,
  },
  {
    title: 'there is no such database',
    plant: () => ({ DATABASE_URL: clinic.database.url.replace(/[^/]+$/, 'nowhere') }),
    id: 'database',
    seen: /there is no database nowhere/,
    mend: /createdb -O tuvens nowhere/,
  },
  {
    title: 'Hi.Events is said to be at the ticket origin itself',
    plant: () => ({ HI_EVENTS_UPSTREAM: 'http://127.0.0.1:4711', TICKET_ORIGIN: 'http://127.0.0.1:4711' }),
    id: 'settings',
    seen: /one problem/,
    mend: /HI_EVENTS_UPSTREAM is TICKET_ORIGIN, this very service; set it to where Hi\.Events itself answers/,
  },
  {
    title: 'the Tuvens API does not run',
    plant: () => ({ TUVENS_API_URL: 'http://127.0.0.1:9' }),
    id: 'api',
    seen: /nothing listens there/,
    mend: /TUVENS_API_URL/,
  },
  {
    title: 'the shared secret is another one',
    plant: () => ({ HI_EVENTS_SHARED_SECRET: 'another secret of the tests' }),
    id: 'api',
    seen: /does not take our signature/,
    mend: /HI_EVENTS_SHARED_SECRET to the same value/,
  },
  {
    title: 'the Tuvens API is something else',
    plant: () => ({ TUVENS_API_URL: office() }),
    id: 'api',
    seen: /as the Tuvens API does not/,
    mend: /TUVENS_API_URL to the Tuvens API itself/,
  },
  {
    title: 'the Tuvens API sends organisers elsewhere',
    plant: async () => {
      const tell: Lie = (told) =>
        told.status === 204
          ? { ...told, headers: { 'access-control-allow-origin': 'https://old.example' } }
          : told
      return { TUVENS_API_URL: (await clinic.lie(clinic.api, { tell })).url }
    },
    id: 'api-origin',
    seen: /knows another ticket origin/,
    mend: /HI_EVENTS_DOMAIN=http:\/\/localhost:\d+ at the Tuvens API/,
  },
  {
    title: 'the login cookie would not be kept',
    plant: () => ({ TICKET_ORIGIN: `http://tickets.example.org:${clinic.port}` }),
    id: 'cookie',
    seen: /only over https/,
    mend: /Set TICKET_ORIGIN=https:\/\/tickets\.example\.org/,
  },
  {
    title: 'the ticket origin is not where people are sent',
    plant: () => ({ TICKET_ORIGIN: 'http://localhost:9' }),
    id: 'origin',
    seen: /http:\/\/localhost:9 does not lead to the ticket origin at 127\.0\.0\.1:\d+/,
    mend: /proxy pass everything on to 127\.0\.0\.1:\d+/,
  },
  {
    title: 'the proxy leads /api past the ticket origin, so anybody may register',
    plant: () => bypassingProxy('/api/auth/register'),
    id: 'registration',
    seen: /open to everybody/,
    mend: /pass every path on to the ticket origin, \/api too/,
  },
  {
    title: 'the proxy leads /api past the ticket origin, so the super-admin API is reached',
    plant: () => bypassingProxy('/api/admin'),
    id: 'admin',
    seen: /can be reached/,
    mend: /pass every path on to the ticket origin, \/api too/,
  },
  {
    title: 'the stock widget is framed across sites',
    plant: () => ({ WIDGET: 'stock', SITE_URL: 'https://tuvens.example.org' }),
    id: 'sites',
    seen: /different sites/,
    mend: /Set WIDGET=picker/,
  },
  {
    title: 'signatures and tokens would travel in the open',
    plant: () => ({ TUVENS_API_URL: 'http://api.example.org', SITE_URL: 'http://www.example.org' }),
    id: 'https',
    seen: /SITE_URL, TUVENS_API_URL: what is sent there can be read/,
    mend: /Set SITE_URL=https:\/\/www\.example\.org\.[^]*Set TUVENS_API_URL=https:\/\/api\.example\.org\./,
  },
]

it.each(FAULTS)('names the fault and its mend when $title', (fault) => expectFault(clinic, fault))

/** A proxy before the ticket origin that leads some paths straight to Hi.Events. */
async function bypassingProxy(path: string): Promise<Record<string, string>> {
  const to: Lies['to'] = (asked) => (asked.path.startsWith(path) ? office() : undefined)
  const proxy = await clinic.lie(`http://127.0.0.1:${clinic.port}`, { to })
  return { TICKET_ORIGIN: proxy.url.replace('127.0.0.1', 'localhost') }
}

it('names what is wrong and how to mend it when what is kept was sealed with another key', async () => {
  await clinic.examine({ TUVENS_API_URL: 'http://127.0.0.1:9' })
  const { db } = clinic.database
  const sealed = createVault(['a key of another time']).seal('x', 'account 4711 credential')
  await db`
    insert into accounts (tuvens_account_id, name, tenant_key, login_email, credential)
    values (4711, 'Club', 'tenant-4711', 'club@example.org', ${sealed})`
  await expectFault(clinic, {
    title: '',
    plant: () => ({}),
    id: 'database',
    seen: /kept of an account was sealed with another CREDENTIALS_KEY/,
    mend: /CREDENTIALS_KEY=new,old/,
  })
  await db`delete from accounts where tuvens_account_id = 4711`
})
