import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GROUPS, llmsText } from '../../docs/.vitepress/pages.ts'
import messages from '../../contract/vectors/embed-messages.json' with { type: 'json' }
import { API_ROUTES, TICKET_ORIGIN_ROUTES } from '../../contract/src/index.ts'
import { metricDefinitions } from '../../platform/src/telemetry/registry.ts'
import { COMMANDS } from '../ops/run.ts'
import { programmeAt } from '../seed/programme/all.ts'
import { PASSWORD } from '../seed/seed.ts'
import { CLAIMS } from '../test/claims/claims.ts'
import { loadMetrics } from './load-metrics.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const pages = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'docs/operate/*.md'],
  { cwd: ROOT, encoding: 'utf8' },
)
  .trim()
  .split('\n')

const settings = readFileSync(join(ROOT, 'docs', 'settings.md'), 'utf8')
const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
)
/** What the files for deployment and the commands read: settings of other programs are named there. */
const elsewhere = execFileSync(
  'git',
  ['grep', '-hIE', '[A-Z]_[A-Z]', '--', 'deploy', 'scripts/ops', 'scripts/start'],
  {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  },
)
/** Names of PostgreSQL's databases, roles and columns, and of Docker's volumes, that begin like a metric. */
const NO_METRICS = [
  'tuvens_reader',
  'tuvens_event_id',
  'tuvens_account_id',
  'tuvens_api',
  'tuvens_tickets',
  'tuvens_backups',
  'tuvens_scratch',
]
/** Routes of the services, and what answers at no route of the contract. */
const PATHS = [
  ...Object.values({ ...API_ROUTES, ...TICKET_ORIGIN_ROUTES }).map(({ path }) => path),
  '/api/openapi.json',
  '/api/docs',
]
const isPath = (path: string) =>
  PATHS.some((each) => new RegExp(`^${each.replace(/:\w+/g, '(?:[0-9a-f-]+|[:{]\\w+}?)')}$`).test(path))
/** Pages for people who run an installation: a command there reads the settings of the machine. */
const INSTALLED = /runbooks\/|upgrades|troubleshooting/

/** Parts of a metric's name that Prometheus adds. */
const SUFFIX = /_(?:bucket|count|sum)$/

await loadMetrics(ROOT)
const metrics = new Set(metricDefinitions().map(({ name }) => name))

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8')

  it('names only npm scripts and claims that exist', () => {
    const unknown = [...text.matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)]
      .map(([, name = '']) => name)
      .filter((name) => scripts[name] === undefined)
    const claims = [...text.matchAll(/npm test -- ([a-z-]+)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !CLAIMS.some((claim) => claim.name === name))
    expect([...unknown, ...claims]).toEqual([])
  })

  it('names only commands of operators that exist', () => {
    const unknown = [...text.matchAll(/npm run (?:--silent )?ops -- (?!-)([a-z][a-z -]*)/g)]
      .map(([, words = '']) => words.trim())
      .filter((words) => !/^(?:<|\.{3})/.test(words))
      .filter((words) => !COMMANDS.some(({ name }) => words === name || words.startsWith(`${name} `)))
    expect(unknown).toEqual([])
  })

  it('names only settings that exist', () => {
    const unknown = [...text.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)]
      .map(([, name = '']) => name)
      .filter((name) => !settings.includes(`\`${name}\``) && !settings.includes(`\`${name}=`))
      .filter((name) => !elsewhere.includes(name) && !name.endsWith('_FILE'))
    expect(unknown).toEqual([])
  })

  it('names only paths of the API that the services answer', () => {
    const unknown = [...text.matchAll(/(?<![\w.])(?:https?:\/\/[\w.:-]+)?(\/api\/[\w/.:-]*\w)/g)]
      .map(([, path = '']) => path)
      .filter((path) => !isPath(path))
    expect(unknown).toEqual([])
  })

  it('gives the doctor the settings of an installation', () => {
    const bare = [...text.matchAll(/npm run doctor(?! -- --env-file \/etc\/tuvens\/tickets\.env)/g)]
    expect(INSTALLED.test(page) ? bare.length : 0).toBe(0)
  })

  it('names only metrics that are defined', () => {
    const unknown = [...text.matchAll(/\btuvens_[a-z0-9_]+(?![a-z0-9_]*:)/g)]
      .map(([name]) => name)
      .filter((name) => !NO_METRICS.includes(name))
      .filter((name) => !metrics.has(name) && !metrics.has(name.replace(SUFFIX, '')))
    expect(unknown).toEqual([])
  })
})

describe('the site of the documentation', () => {
  it('lists every page in its sidebar, once', () => {
    const args = ['ls-files', '--cached', '--others', '--exclude-standard', 'docs/*.md']
    const stored = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim().split('\n')
    const listed = GROUPS.flatMap((group) => group.pages.map(([file]) => `${file}.md`))
    expect(listed.filter((file) => file.startsWith('docs/')).toSorted()).toEqual(
      stored.filter((file) => !file.startsWith('docs/operate/runbooks/')).toSorted(),
    )
    expect(new Set(listed).size).toBe(listed.length)
  })

  it('has the list of its pages for programs in docs/llms.txt (made by `npx vitest run -u` of this file)', async () => {
    const titleOf = (file: string) =>
      /^# (.+)$/m.exec(readFileSync(join(ROOT, `${file}.md`), 'utf8'))?.[1] ?? ''
    await expect(llmsText(titleOf)).toMatchFileSnapshot(join(ROOT, 'docs', 'llms.txt'))
  })

  it('specifies each type of message between a page and its frame', () => {
    const text = readFileSync(join(ROOT, 'docs', 'widget-protocol.md'), 'utf8')
    const types = messages.flatMap(({ valid, data }) =>
      valid && typeof data === 'object' && data !== null && 'type' in data ? [String(data.type)] : [],
    )
    expect(new Set(types).size).toBe(11)
    expect(types.filter((type) => !text.includes(`| \`${type}\` |`))).toEqual([])
  })

  it('begins with an organiser and an event of the demo data', () => {
    const text = readFileSync(join(ROOT, 'docs', 'quick-start.md'), 'utf8')
    const named = programmeAt(0).find(({ email }) => text.includes(`\`${email}\``))
    const show = named?.shows.find(({ event }) => text.includes(`*${event.title}*`))
    expect(show?.ending).toBe('none')
    expect(text).toContain(`\`${PASSWORD}\``)
  })
})
