import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig as readApi } from '../../api/src/base/config.ts'
import { readConfig as readBoxOffice } from '../../box-office/src/config.ts'
import { readConfig as readSite } from '../../client/src/lib/server/config.ts'
import { readConfig as readTickets } from '../../hi-events/src/base/config.ts'
import { namesRead } from '../start/names-read.ts'
import { readSettings } from '../start/settings.ts'

const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'settings.md'), 'utf8')

/** Settings that `readConfig` does not read: those of adapter-node, and those needed before settings are read. */
const ELSEWHERE = [
  'PORT',
  'HOST',
  'ORIGIN',
  'ADDRESS_HEADER',
  'XFF_DEPTH',
  'TUVENS_DATA',
  'TUVENS_POSTGRES',
  'CROSS_APP_SHARED_SECRET',
]

describe.each([
  ['`npm start`', readSettings, {}],
  ['Event site', readSite, {}],
  ['API', readApi, {}],
  ['Ticket origin', readTickets, { HI_EVENTS_LOGIN: 'jwt' }],
  ['Box office', readBoxOffice, {}],
])('the settings of %s', (title, read, given) => {
  const documented = settingsIn(title)
  // NAME_FILE is documented once, for all settings.
  const asked = namesRead(read, given).filter(
    (name, _, all) => !all.includes(name.replace(/_FILE$/, '')) || !name.endsWith('_FILE'),
  )

  it('are all documented', () => {
    expect(asked.filter((name) => !documented.includes(name) && !ELSEWHERE.includes(name))).toEqual([])
  })

  it('are documented only when they are read', () => {
    expect(documented.filter((name) => !asked.includes(name) && !ELSEWHERE.includes(name))).toEqual([])
  })
})

/** Names in the first column of a section's table. */
function settingsIn(title: string): string[] {
  const section = text.split(/^## /m).find((each) => each.startsWith(title)) ?? ''
  const firstColumn = [...section.matchAll(/^\| (`[^|]+) \|/gm)].map((match) => match[1] ?? '')
  return firstColumn.flatMap((cell) => [...cell.matchAll(/`([A-Z0-9_]+)`/g)].map((match) => match[1] ?? ''))
}
