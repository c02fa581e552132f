import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventOf, SHARED_SECRET } from '../../hi-events/test-support/fake-tuvens-api.ts'
import { CREDENTIALS_KEY, type Harness, startHarness } from '../../hi-events/test-support/harness.ts'
import { Visitor } from '../../hi-events/test-support/visitor.ts'
import { rebuild } from './rebuild.ts'

const ROOT = join(import.meta.dirname, '..', '..')

let test: Harness
beforeAll(async () => {
  test = await startHarness()
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf('11') }) })
})
afterAll(() => test.stop())

const env = () => ({
  DATABASE_URL: test.database.url,
  HI_EVENTS_UPSTREAM: test.hiEvents.url,
  TUVENS_API_URL: test.api.url,
  HI_EVENTS_SHARED_SECRET: SHARED_SECRET,
  CREDENTIALS_KEY,
})
async function run(args: string[], given: Record<string, string> = env()) {
  const lines: string[] = []
  const code = await rebuild(
    { root: ROOT, data: '/nowhere', env: given, print: (line) => lines.push(line) },
    args,
  )
  return { code, lines }
}

describe('npm run links:rebuild', () => {
  it('prints one line for each event and a summary, and exits with 0', async () => {
    const id = test.hiEvents.world.events[0]?.id
    const title = 'Blue Note at Dusk & Friends'
    await test.database.db`delete from links`
    const dry = await run(['--dry-run'])
    expect(dry).toEqual({
      code: 0,
      lines: [
        `made      account 7  event 11 → Hi.Events event ${id}  ${title}`,
        '1 would be made, 0 kept, 0 copies, 0 lost, 0 to look at',
      ],
    })
    expect((await run([])).lines.at(-1)).toBe('1 made, 0 kept, 0 copies, 0 lost, 0 to look at')
    expect((await run([])).lines.at(-1)).toBe('0 made, 1 kept, 0 copies, 0 lost, 0 to look at')
  })

  it('reads its settings from --env-file, and warns about unknown ones', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'links-')), 'tickets.env')
    writeFileSync(
      file,
      Object.entries({ ...env(), HI_EVENT_UPSTREAM: 'http://misspelt' })
        .map(([name, value]) => `${name}='${value}'`)
        .join('\n'),
    )
    const { code, lines } = await run(['--env-file', file], {})
    expect(code).toBe(0)
    expect(lines[0]).toMatch(/^Nothing reads HI_EVENT_UPSTREAM:/)
  })

  it('exits with 1 and names an account that cannot be read', async () => {
    const { code, lines } = await run([], { ...env(), HI_EVENTS_UPSTREAM: 'http://127.0.0.1:1' })
    expect(code).toBe(1)
    expect(lines[0]).toBe(
      'unread    account 7  its events could not be listed (unreachable); run this again later',
    )
  })

  it('strips line breaks and control characters from titles', async () => {
    const event = test.hiEvents.world.events[0]
    if (event !== undefined) event.title = 'a\nmade      account 1\u2028b\u001b[2J'
    const { lines } = await run([])
    expect(lines[0]).toMatch(/ a made {6}account 1 b \[2J$/)
  })

  it('refuses to run without settings, with an unknown argument, or with a missing file', async () => {
    await expect(run([], {})).rejects.toThrow(/DATABASE_URL/)
    await expect(run(['--force'])).rejects.toThrow(/--force/)
    await expect(run(['--env-file', 'nowhere.env'])).rejects.toThrow(/nowhere\.env/)
  })

  it('prints its usage with --help', async () => {
    const { code, lines } = await run(['--help'])
    expect([code, lines.join()]).toEqual([0, expect.stringContaining('--dry-run')])
  })
})
