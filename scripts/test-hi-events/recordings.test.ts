import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const FIXTURES = join(ROOT, 'e2e', 'fixtures', 'hi-events')
/** Suites that replay recordings, one test for each. */
const SUITES = [
  'box-office/src/recordings.test.ts',
  'hi-events/src/upstream/upstream.test.ts',
  'hi-events/src/upstream/next-version.test.ts',
]
/** Other files in the folder: a description, and the keys that verify the recordings. */
const OTHER_FILES = ['README.md', 'secrets.json']

const filesIn = (folder: string) => readdirSync(join(FIXTURES, folder))
const labelOf = (folder: string, file: string) =>
  (JSON.parse(readFileSync(join(FIXTURES, folder, file), 'utf8')) as { label: string }).label

/** Names of all tests of the suites. */
let tests: string[]
beforeAll(async () => {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const listing = promisify(execFile)(process.execPath, [vitest, 'list', ...SUITES, '--json'], {
    cwd: ROOT,
    maxBuffer: 16 * 1024 * 1024,
  })
  const { stdout } = await listing
  const listed = JSON.parse(stdout.slice(stdout.indexOf('['))) as { name: string }[]
  tests = listed.map(({ name }) => name.split(' > ').at(-1) ?? '')
})

describe('every recording of a real Hi.Events is used by a test', () => {
  it('lies in a folder that a suite replays', () => {
    expect(filesIn('.').sort()).toEqual([...OTHER_FILES, 'next', 'shop', 'story', 'webhooks'].sort())
  })

  it.each(['story', 'shop', 'next'])('in %s: a test has the name of each exchange', (folder) => {
    const exchanges = filesIn(folder).filter((file) => file.endsWith('.json'))
    const unused = exchanges.filter((file) => !tests.includes(file.replace(/\.json$/, '')))
    expect(unused).toEqual([])
  })

  it.each(['webhooks', 'next/webhooks'])('in %s: a test has the label of each delivery', (folder) => {
    const labels = filesIn(folder).map((file) => labelOf(folder, file))
    const played = (label: string) => tests.filter((each) => each.startsWith(`${label} `)).length
    const unused = labels.filter((label) => played(label) < labels.filter((each) => each === label).length)
    expect(unused).toEqual([])
  })
})
