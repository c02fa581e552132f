import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ensureDebianPackages } from '../../system/debian.ts'
import { type Certificates, createCertificates } from './certificates.ts'
import { layOutNginx } from './nginx.ts'
import { DEPLOY, newFolder, ROOT } from './written-settings.ts'

const PACKAGES = ['haproxy', 'nginx', 'caddy', 'pgbouncer']
const read = (path: string) => readFileSync(join(DEPLOY, path), 'utf8')

let folder: string
let certificates: Certificates
beforeAll(async () => {
  await ensureDebianPackages(PACKAGES, { logs: join(ROOT, '.data', 'logs') })
  folder = newFolder()
  certificates = createCertificates(folder, ['tuvens.example', '*.tuvens.example'])
})

function run(command: string, args: string[], env: Record<string, string> = {}) {
  const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } } as const
  const { status, stdout, stderr } = spawnSync(command, args, options)
  return { status, output: stdout + stderr }
}

describe('the configuration of', () => {
  it('HAProxy is valid, and nothing in it is doubtful', () => {
    const config = join(DEPLOY, 'haproxy', 'haproxy.cfg')
    const { status, output } = run('haproxy', ['-c', '-f', config], {
      CERTIFICATES: certificates.file,
    })
    expect([status, output.match(/^\[(WARNING|ALERT)\].*$/gm)], output).toEqual([0, null])
  })

  it('nginx is valid', () => {
    const config = layOutNginx(folder, certificates)
    const { status, output } = run('nginx', ['-t', '-e', 'stderr', '-c', config])
    expect([status, output.match(/\[(warn|emerg)\].*$/gm)], output).toEqual([0, null])
  })

  it('Caddy is valid', () => {
    const config = join(DEPLOY, 'caddy', 'Caddyfile')
    const args = ['validate', '--adapter', 'caddyfile', '--config', config]
    const { status, output } = run('caddy', args, { XDG_DATA_HOME: folder })
    expect([status, output.includes('Valid configuration')], output).toEqual([0, true])
  })
})

it('all proxies lead to the same nodes, by the same internal entrances', () => {
  const ports = (text: string) =>
    [...new Set([...text.matchAll(/:(3\d{3})\b/g)].map(([, port]) => Number(port)))].sort((a, b) => a - b)
  const expected = [3000, 3001, 3002, 3010, 3011, 3012, 3101, 3102]
  for (const file of ['haproxy/haproxy.cfg', 'nginx/tuvens.conf', 'caddy/Caddyfile'])
    expect([file, ports(read(file))]).toEqual([file, expected])
})

it('nginx counts clients by address, and those of IPv6 by network', () => {
  const [, map = ''] =
    /^map \$remote_addr \$tuvens_client \{\n(.*?)^\}/ms.exec(read('nginx/tuvens.conf')) ?? []
  const rules = [...map.matchAll(/^ *"~(.*)" "?\$\{?(\w+)\}?(.*?)"?;$/gm)]
  expect(rules).toHaveLength(2)
  const keyOf = (address: string) => {
    for (const [, pattern = '', name = '', rest = ''] of rules) {
      const found = new RegExp(pattern).exec(address)?.groups?.[name]
      if (found !== undefined) return found + rest
    }
    return address
  }
  const same = ['2001:db8:1:2::5', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2:3::']
  expect(new Set(same.map(keyOf))).toEqual(new Set(['2001:db8:1:2']))
  const others = ['192.0.2.7', '192.0.2.8', '2001:db8:1:3::5', '2001:db8:1::5', '2001:db8::5', '::1']
  expect(new Set([...others, '2001:db8:1:2::5'].map(keyOf)).size).toBe(others.length + 1)
})

it('PgBouncer lets the services ask for their limits, which the roles of the databases have instead', () => {
  const [, ignored = ''] = /^ignore_startup_parameters = (.*)$/m.exec(read('pgbouncer/pgbouncer.ini')) ?? []
  const roles = read('pgbouncer/limits.sql')
  for (const limit of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
    expect(ignored.split(',')).toContain(limit)
    for (const role of ['tuvens_api', 'tuvens_tickets', 'tuvens_box_office'])
      expect(roles).toContain(`alter role ${role} set ${limit} = `)
  }
})
