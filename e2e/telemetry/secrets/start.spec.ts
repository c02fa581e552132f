import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import type { ServiceName, ServiceSpec } from '../../../scripts/system/wiring.ts'
import { expect, test } from '../../harness/test.ts'
import { mark } from './marks.ts'
import { valuesIn } from './written.ts'

type Setting = [name: string, valueOf: (secret: string) => string]

/** The password of each is cut by a character that had to be encoded. */
const EVERYWHERE: Setting[] = [
  ['DATABASE_URL', (secret) => `postgres://ada:${secret}#@127.0.0.1:9/x`],
  ['REDIS_URL', (secret) => `redis://:${secret}/@127.0.0.1:9`],
  ['SENTRY_DSN', (secret) => `http://${secret}@127.0.0.1:9/x`],
]
const SMTP: Setting = ['SMTP_URL', (secret) => `smtp://ada:${secret}?@127.0.0.1:9`]
const address = (name: string): Setting => [name, (secret) => `ftp://ada:${secret}@127.0.0.1:9/x`]
/** Together with a secret that is too short. */
const list = (name: string): Setting => [name, (secret) => `${secret},short`]

const BROKEN: Record<ServiceName, Setting[]> = {
  api: [
    ...EVERYWHERE,
    SMTP,
    address('API_URL'),
    list('AUTH_SIGNING_KEYS'),
    list('HI_EVENTS_SHARED_SECRET'),
    list('OPERATOR_TOKENS'),
  ],
  tickets: [
    ...EVERYWHERE,
    address('TUVENS_API_URL'),
    list('HI_EVENTS_SHARED_SECRET'),
    list('CREDENTIALS_KEY'),
  ],
  boxOffice: [...EVERYWHERE, SMTP, address('PUBLIC_URL'), list('JWT_SECRET')],
  site: [address('API_URL'), ['SENTRY_DSN', (secret) => `http://${secret}@127.0.0.1:9/x`]],
}

test('a process that cannot start with its settings names them, and no secret in them', async ({
  system,
}) => {
  for (const { spec } of Object.values(system.parts)) {
    const secret = mark('secret')
    const changed = Object.fromEntries(BROKEN[spec.name].map(([name, valueOf]) => [name, valueOf(secret)]))
    const { code, written } = await runToEnd(spec, changed)
    expect([spec.name, code]).toEqual([spec.name, 78])
    for (const name of Object.keys(changed)) expect(written).toContain(`- ${name}`)
    expect(valuesIn(written, [secret])).toEqual([])
  }
})

test('a process whose database is away tells so without its password', async ({ system }) => {
  for (const { spec } of Object.values(system.parts).filter(({ spec: { name } }) => name !== 'site')) {
    const secret = mark('secret')
    const { code, written } = await runToEnd(spec, {
      DATABASE_URL: `postgres://ada:${secret}@127.0.0.1:9/x`,
    })
    expect([spec.name, code]).toEqual([spec.name, 1])
    expect(written).toContain('127.0.0.1:9')
    expect(valuesIn(written, [secret])).toEqual([])
  }
})

async function runToEnd({ entry, env }: ServiceSpec, changed: ServiceSpec['env']) {
  const child = spawn(process.execPath, [entry], {
    cwd: dirname(dirname(entry)),
    env: { ...env, PORT: '0', ...changed },
  })
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { code: code as number | null, written: stdout + stderr }
}
