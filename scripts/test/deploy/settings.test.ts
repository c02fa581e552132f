import { spawnSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig as readApi } from '../../../api/src/base/config.ts'
import { readConfig as readBoxOffice } from '../../../box-office/src/config.ts'
import { readConfig as readSite } from '../../../client/src/lib/server/config.ts'
import { readConfig as readTickets } from '../../../hi-events/src/base/config.ts'
import { namesRead } from '../../start/names-read.ts'
import { DEPLOY, newFolder, readSettingsFile, writeSettings } from './written-settings.ts'

/** Read by adapter-node. */
const ELSEWHERE = ['XFF_DEPTH']

describe.each(['machine', 'containers', 'kubernetes'] as const)(
  'the settings that are written for %s',
  (layout) => {
    const folder = writeSettings(layout)

    it.each([
      ['site', readSite],
      ['api', readApi],
      ['tickets', readTickets],
      ['box-office', readBoxOffice],
    ] as const)('are accepted in production by the service %s, which reads each of them', (service, read) => {
      const settings = readSettingsFile(folder, service)
      expect(settings['NODE_ENV']).toBe('production')
      expect(() => read(settings)).not.toThrow()
      const known = [...namesRead(read, settings), ...ELSEWHERE]
      expect(Object.keys(settings).filter((name) => !known.includes(name))).toEqual([])
    })

    it('let the services understand each other, with secrets of this installation', () => {
      const [api, tickets] = [readSettingsFile(folder, 'api'), readSettingsFile(folder, 'tickets')]
      const other = readSettingsFile(writeSettings(layout), 'api')
      expect(tickets['HI_EVENTS_SHARED_SECRET']).toBe(api['HI_EVENTS_SHARED_SECRET'])
      for (const name of ['HI_EVENTS_SHARED_SECRET', 'AUTH_SIGNING_KEYS', 'DATABASE_URL'])
        expect(other[name]).not.toBe(api[name])
    })

    it.each(['api', 'tickets', 'box-office'])('name the database of %s without a pooler, too', (service) => {
      const text = readFileSync(join(folder, `${service}.env`), 'utf8')
      const pooled = readSettingsFile(folder, service)['DATABASE_URL']
      expect(text).toContain(`\n#DATABASE_DIRECT_URL=${pooled}\n`)
    })

    it('leave no place of a template empty, and are in a folder that only its owner can enter', () => {
      for (const name of readdirSync(folder))
        expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/\{\{|undefined/)
      expect(statSync(folder).mode & 0o077).toBe(0)
    })
  },
)

const write = (...args: string[]) =>
  spawnSync(process.execPath, [join(DEPLOY, 'settings', 'write.mjs'), ...args], { encoding: 'utf8' })

it('are not written where others can read them, and no folder that exists is changed', () => {
  const folder = newFolder()
  chmodSync(folder, 0o755)
  const { status, stderr } = write('tuvens.example', folder)
  expect([status, stderr]).toEqual([2, expect.stringContaining('Other users can enter')])
  expect([statSync(folder).mode & 0o777, readdirSync(folder)]).toEqual([0o755, []])
})

it('take no password among the arguments, which every user of a machine sees', () => {
  const { status, stderr } = write('tuvens.example', newFolder(), '--smtp', 'smtp://user:secret@mail.example')
  expect([status, stderr]).toEqual([2, expect.stringContaining("Unknown option '--smtp'")])
})

it('settings that exist are not replaced', () => {
  const folder = writeSettings('machine')
  const before = readFileSync(join(folder, 'api.env'), 'utf8')
  const again = write('tuvens.example', folder)
  expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('already has api.env')])
  expect(readFileSync(join(folder, 'api.env'), 'utf8')).toBe(before)
})
