// Writes the settings of a new installation, with new secrets. It replaces no file.
//   node deploy/settings/write.mjs DOMAIN FOLDER [--layout machine|containers] [--smtp URL] [--upstream URL]
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** Where the parts of the product reach each other. */
const LAYOUTS = {
  // All on one machine, each part behind the internal entrances of the proxy.
  machine: {
    API: 'http://127.0.0.1:3101',
    TICKETS: 'http://127.0.0.1:3102',
    UPSTREAM: 'http://127.0.0.1:3003',
    POSTGRES: '127.0.0.1:5432',
    REDIS: 'redis://127.0.0.1:6379',
    TRUSTED: 'loopback',
    PICTURES: '/var/lib/tuvens/pictures',
    API_HOSTS: '',
    TICKETS_HOSTS: '',
    BOX_OFFICE_HOSTS: '',
  },
  // Containers that reach each other by name, with Docker or Kubernetes.
  containers: {
    API: 'http://api:3001',
    TICKETS: 'http://tickets:3002',
    UPSTREAM: 'http://box-office:3003',
    POSTGRES: 'postgres:5432',
    REDIS: 'redis://redis:6379',
    TRUSTED: 'loopback,uniquelocal',
    PICTURES: '/data/pictures',
    API_HOSTS: 'api',
    TICKETS_HOSTS: 'tickets',
    BOX_OFFICE_HOSTS: 'box-office',
  },
}
const USAGE =
  'Usage: node deploy/settings/write.mjs DOMAIN FOLDER [--layout machine|containers] [--smtp URL] [--upstream URL]\n'

const options = { layout: { type: 'string' }, smtp: { type: 'string' }, upstream: { type: 'string' } }
const { values, positionals } = parseArgs({ options, allowPositionals: true })
const [domain, folder] = positionals
const layout = LAYOUTS[values.layout ?? 'machine']
if (layout === undefined || folder === undefined || positionals.length > 2 || !isDomain(domain)) fail(USAGE)

const fill = {
  ...layout,
  DOMAIN: domain,
  MAIL_DOMAIN: domain.split(':')[0],
  SMTP: values.smtp ?? '',
  ...(values.upstream !== undefined && { UPSTREAM: values.upstream }),
  ...Object.fromEntries(
    [
      'API_PASSWORD',
      'TICKETS_PASSWORD',
      'BOX_OFFICE_PASSWORD',
      'POSTGRES_PASSWORD',
      'GRAFANA_PASSWORD',
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
mkdirSync(folder, { recursive: true })
// Containers read some of the files as another user, but nobody else gets into the folder.
chmodSync(folder, 0o700)
for (const name of templates) {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8')
  const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (_, key) => fill[key])
  writeFileSync(join(folder, name), filled, { mode: name.endsWith('.env') ? 0o600 : 0o644, flag: 'wx' })
}
process.stdout.write(`Written to ${folder}: ${templates.join(', ')}\n`)
if (values.smtp === undefined)
  process.stdout.write('Without a mail server nobody can sign up: set SMTP_URL in api.env.\n')

function isDomain(name) {
  return /^[a-z\d-]+(\.[a-z\d-]+)*(:\d+)?$/.test(name)
}

function fail(message) {
  process.stderr.write(message)
  process.exit(2)
}
