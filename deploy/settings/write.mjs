// Writes the settings of a new installation, with new secrets. It replaces no file. The mail server is read from SMTP_URL in the
// environment: every user of a machine sees the arguments of a command, and this address has a password.
//   node deploy/settings/write.mjs DOMAIN FOLDER [--layout machine|containers|kubernetes] [--upstream URL]
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

// Containers that reach each other by name.
const CONTAINERS = {
  API: 'http://api:3001',
  TICKETS: 'http://tickets:3002',
  WEBHOOKS: 'http://tickets:3002',
  UPSTREAM: 'http://box-office:3003',
  POSTGRES: 'postgres:5432',
  REDIS: 'redis://redis:6379',
  TRUSTED: 'loopback,uniquelocal',
  PICTURES: '/data/pictures',
  API_HOSTS: 'api',
  TICKETS_HOSTS: 'tickets',
  BOX_OFFICE_HOSTS: 'box-office',
}
/** Where the parts of the product reach each other. */
const LAYOUTS = {
  // All on one machine, each part behind the internal entrances of the proxy.
  machine: {
    API: 'http://127.0.0.1:3101',
    TICKETS: 'http://127.0.0.1:3102',
    WEBHOOKS: 'http://127.0.0.1:3102',
    UPSTREAM: 'http://127.0.0.1:3003',
    POSTGRES: '127.0.0.1:5432',
    REDIS: 'redis://127.0.0.1:6379',
    TRUSTED: 'loopback',
    PICTURES: '/var/lib/tuvens/pictures',
    API_HOSTS: '',
    TICKETS_HOSTS: '',
    BOX_OFFICE_HOSTS: '',
  },
  containers: CONTAINERS,
  // Hi.Events calls from a namespace of its own, where a short name leads nowhere.
  kubernetes: { ...CONTAINERS, WEBHOOKS: 'http://tickets.tuvens.svc:3002' },
}
const USAGE =
  'Usage: [SMTP_URL=…] node deploy/settings/write.mjs DOMAIN FOLDER [--layout machine|containers|kubernetes] [--upstream URL]\n'

const { values, positionals } = readArguments()
const [domain, folder] = positionals
const layout = LAYOUTS[values.layout ?? 'machine']
if (layout === undefined || folder === undefined || positionals.length > 2 || !isDomain(domain)) fail(USAGE)

const fill = {
  ...layout,
  DOMAIN: domain,
  MAIL_DOMAIN: domain.split(':')[0],
  SMTP: process.env.SMTP_URL ?? '',
  ...(values.upstream !== undefined && { UPSTREAM: values.upstream }),
  ...Object.fromEntries(
    [
      'API_PASSWORD',
      'TICKETS_PASSWORD',
      'BOX_OFFICE_PASSWORD',
      'SCRATCH_PASSWORD',
      'POSTGRES_PASSWORD',
      'GRAFANA_PASSWORD',
      'READER_PASSWORD',
      'SHARED',
      'CREDENTIALS_KEY',
      'BOX_OFFICE_JWT',
    ].map((name) => [name, randomBytes(32).toString('hex')]),
  ),
  SIGNING_SEED: randomBytes(32).toString('base64url'),
}

const templates = readdirSync(import.meta.dirname).filter((name) => /\.(env|sql|txt)$/.test(name))
const existing = templates.filter((name) => existsSync(join(folder, name)))
if (existing.length > 0)
  fail(`${folder} already has ${existing.join(', ')}: edit them, or name another folder.\n`)
// Containers read some of the files as another user, but nobody else gets into the folder.
mkdirSync(folder, { recursive: true, mode: 0o700 })
if ((statSync(folder).mode & 0o077) !== 0)
  fail(`Other users can enter ${folder}, and secrets would be in it: chmod 700 it, or name a new folder.\n`)
for (const name of templates) {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8')
  const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (_, key) => fill[key])
  writeFileSync(join(folder, name), filled, { mode: name.endsWith('.env') ? 0o600 : 0o644, flag: 'wx' })
}
process.stdout.write(`Written to ${folder}: ${templates.join(', ')}\n`)
if (fill.SMTP === '')
  process.stdout.write('Without a mail server nobody can sign up: set SMTP_URL in api.env.\n')

function readArguments() {
  const options = { layout: { type: 'string' }, upstream: { type: 'string' } }
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    fail(`${error.message.split('. ', 1)[0]}.\n${USAGE}`)
  }
}

function isDomain(name) {
  return /^[a-z\d-]+(\.[a-z\d-]+)*(:\d+)?$/.test(name)
}

function fail(message) {
  process.stderr.write(message)
  process.exit(2)
}
