import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, SITE_URL, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'

const PLATFORM = 'https://platform.example'
const BACK = `${PLATFORM}/continue?state=7`

let test: Harness
beforeAll(async () => {
  test = await startHarness({ env: { RETURN_URL_ALLOWLIST: `${SITE_URL},${PLATFORM}` } })
})
afterAll(() => test.stop())

const start = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${test.url}/auth/cross-app/start?return_url=${encodeURIComponent(url)}`, {
    headers,
    redirect: 'manual',
  })

describe('the start of a landing from the page of a platform', () => {
  it('takes the code challenge of the browser to that page', async () => {
    const answer = await start(BACK)
    const location = new URL(answer.headers.get('location') ?? '')
    expect([answer.status, location.origin, location.pathname]).toEqual([303, PLATFORM, '/continue'])
    const challenge = location.searchParams.get('code_challenge')
    expect([location.searchParams.get('state'), challenge]).toEqual([
      '7',
      expect.stringMatching(/^[\w-]{43}$/),
    ])
    expect(answer.headers.getSetCookie()[0]).toContain(`tuvens_verifier_${challenge}=`)
  })

  it('replaces a code challenge that somebody wrote into the address', async () => {
    const answer = await start(`${BACK}&code_challenge=${'x'.repeat(43)}`)
    const { searchParams } = new URL(answer.headers.get('location') ?? '')
    expect(searchParams.getAll('code_challenge')).toEqual([expect.not.stringContaining('xxx')])
  })

  it('gives nothing to a prefetch', async () => {
    const answer = await start(BACK, { 'sec-purpose': 'prefetch' })
    expect([answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual([BACK, []])
  })

  it.each(['https://evil.example/', `${PLATFORM}.evil.example/`, 'https://user@platform.example/', 'x'])(
    'leads nobody to %s',
    async (url) => {
      const answer = await start(url)
      expect([answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual([SITE_URL, []])
    },
  )
})

describe('a landing that began on the page of a platform and failed', () => {
  const problem = async (back: string) =>
    (
      await new Visitor(test).get(
        `/auth/cross-app/problem?code=LINK_CONFLICT&event_id=11&return_url=${encodeURIComponent(back)}`,
      )
    ).text()

  it('leads back there, and never to the event site, where its user has no sign-in', async () => {
    const page = await problem(BACK)
    expect(page).toContain('Back to where you started')
    expect(page).toContain('error_code=LINK_CONFLICT')
    expect(page).not.toContain(`href="${SITE_URL}`)
  })

  it('leads to the event site when it began there', async () => {
    expect(await problem(`${SITE_URL}/events/hi-events/callback`)).toContain(`href="${SITE_URL}`)
  })
})
