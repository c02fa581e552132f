import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ensureDebianPackages } from '../../system/debian.ts'
import { SERVICES } from '../../ops/backup/sources.ts'
import { DEPLOY, newFolder, readSettingsFile, ROOT, writeSettings } from './written-settings.ts'

const UNITS = readdirSync(join(DEPLOY, 'systemd')).filter((name) => name.endsWith('.service'))
/** Of ten; systemd calls up to 2 safe. What is left is what a server needs: network, and memory for compiled code. */
const MAX_EXPOSURE = '15'

let folder: string
beforeAll(async () => {
  await ensureDebianPackages(['systemd'], { logs: join(ROOT, '.data', 'logs') })
  folder = newFolder()
  cpSync(join(DEPLOY, 'systemd'), folder, { recursive: true })
  // A template is checked as one of its instances.
  for (const unit of UNITS) cpSync(join(DEPLOY, 'systemd', unit), join(folder, unit.replace('@.', '@3001.')))
})

it('every backup is made each night, with the settings of its service', () => {
  const text = readFileSync(join(DEPLOY, 'systemd', 'tuvens-backup@.service'), 'utf8')
  const settings = writeSettings('machine')
  const services = [...text.matchAll(/^LoadCredential=(.*)\.env:\/etc\/tuvens\/(.*)$/gm)]
  expect(services.map(([, service]) => service)).toEqual([...SERVICES])
  for (const [, , file = ''] of services) expect(existsSync(join(settings, file))).toBe(true)
  for (const [, service = ''] of services) {
    const timer = join(folder, `tuvens-backup@${service}.timer`)
    cpSync(join(DEPLOY, 'systemd', 'tuvens-backup@.timer'), timer)
    cpSync(join(DEPLOY, 'systemd', 'tuvens-backup@.service'), timer.replace('.timer', '.service'))
    const { status, stderr } = analyse('verify', '--man=no', timer)
    expect([status, stderr.split('\n').filter((line) => line.includes('tuvens'))]).toEqual([0, []])
  }
})

it('a node of the API has settings of its own, which need not exist', () => {
  const text = readFileSync(join(DEPLOY, 'systemd', 'tuvens-api@.service'), 'utf8')
  const files = [...text.matchAll(/^EnvironmentFile=(.*)$/gm)].map(([, file]) => file)
  expect(files).toEqual(['/etc/tuvens/api.env', '-/etc/tuvens/api-%i.env'])
})

describe('a service that somebody else controls', () => {
  const own = (unit: string, name: string) =>
    [...readFileSync(join(DEPLOY, 'systemd', unit), 'utf8').matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(
      ([, value = '']) => value,
    )

  it('is a user of its own, which the machine has, and reads nothing by the group of another one', () => {
    const root = newFolder()
    mkdirSync(join(root, 'etc'))
    const file = join(DEPLOY, 'systemd', 'tuvens.sysusers.conf')
    const { status, stderr } = spawnSync('systemd-sysusers', [`--root=${root}`, file], { encoding: 'utf8' })
    expect([status, stderr.match(/^.*(?:Failed|rror).*$/gm)]).toEqual([0, null])
    const known = readFileSync(join(root, 'etc', 'passwd'), 'utf8').split('\n')
    const users = UNITS.flatMap((unit) => own(unit, 'User'))
    expect(new Set(users).size).toBe(UNITS.length)
    for (const user of users) expect(known.some((line) => line.startsWith(`${user}:`))).toBe(true)
    for (const unit of UNITS) {
      expect(own(unit, 'Group')).toEqual(own(unit, 'User'))
      // Backups read the pictures.
      const groups = unit === 'tuvens-backup@.service' ? ['tuvens-api'] : []
      expect([unit, own(unit, 'SupplementaryGroups')]).toEqual([unit, groups])
    }
  })

  it('reads no backup: only its user enters the folder, which no service shares', () => {
    const withFolder = UNITS.map((unit) => [own(unit, 'StateDirectory'), own(unit, 'StateDirectoryMode')])
    expect(withFolder.filter(([folders]) => folders?.length !== 0)).toEqual([
      [['tuvens'], ['0750']],
      [['tuvens-backups'], ['0700']],
    ])
  })
})

it.each(['site', 'api', 'tickets', 'box-office'])(
  'the service %s is killed only after its drain, five seconds for a slow balancer, and ten for requests under way',
  (service) => {
    const unit = UNITS.find((name) => name.startsWith(`tuvens-${service}`)) ?? ''
    const [, timeout] =
      /^TimeoutStopSec=(\d+)$/m.exec(readFileSync(join(DEPLOY, 'systemd', unit), 'utf8')) ?? []
    const { SHUTDOWN_DRAIN: drain = '0' } = readSettingsFile(writeSettings('machine'), service)
    expect(Number(timeout)).toBeGreaterThanOrEqual(Number(drain) + 15)
  },
)

const analyse = (...args: string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' })

describe.each(UNITS.map((unit) => unit.replace('@.', '@3001.')))('%s', (unit) => {
  it('is valid', () => {
    const { status, stderr } = analyse('verify', '--man=no', join(folder, unit))
    // Of our files alone: the machine may have units with faults of their own.
    expect([status, stderr.split('\n').filter((line) => line.includes('tuvens'))]).toEqual([0, []])
  })

  it('may do little more than a server needs', () => {
    const { status, stdout } = analyse(
      'security',
      '--offline=true',
      '--no-pager',
      `--threshold=${MAX_EXPOSURE}`,
      join(folder, unit),
    )
    expect([status, stdout.split('\n').at(-2)]).toEqual([0, expect.stringContaining('OK')])
  })
})
