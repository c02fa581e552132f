import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

const CHOOSE = '/auth/cross-app/choose'
const CONTINUE = '/auth/cross-app/continue'
const SIGN_IN = '/auth/cross-app/sign-in'

let test: Harness
let browser: Visitor
let nextSession = 0
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(() => {
  test.api.withdrawn.clear()
  browser = new Visitor(test)
})

function nextAnswer() {
  const id = String(++nextSession)
  return {
    session_id: `00000000-0000-4000-8000-${id.padStart(12, '0')}`,
    event: eventOf(`80${id}`),
    account_id: 700 + nextSession,
    email: `continued-${id}@tuvens.test`,
  }
}

/** Lands with a link that no browser asked for, so that the landing waits for the answer who continues. */
async function askIn(visitor: Visitor): Promise<string> {
  const answer = nextAnswer()
  const { body } = await visitor.land({ session_token: test.api.issueToken({ ...answer, is_bound: false }) })
  expect(body['next']).toBe(CHOOSE)
  return answer.session_id
}

/** Lands in a browser in which another user is signed in. */
async function askBoundIn(visitor: Visitor): Promise<void> {
  await visitor.land({ session_token: test.api.issueToken(nextAnswer()) })
  const code_challenge = (await visitor.start('11')) ?? ''
  const session_token = test.api.issueBoundToken(code_challenge, nextAnswer())
  const { body } = await visitor.land({ code_challenge, session_token })
  expect(body['next']).toBe(CHOOSE)
}

describe('a landing that goes on after a question', () => {
  it.each([
    [null, 'This link does not work any more'],
    ['SESSION_ALREADY_USED', 'This link has already been used'],
  ] as const)('gives no rights when its session has ended meanwhile (%s)', async (reason, title) => {
    test.api.withdrawn.set(await askIn(browser), reason)
    for (const path of [CHOOSE, CONTINUE]) {
      const answer = await browser.post(path)
      expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining(title)])
    }
    expect(browser.login).toBeUndefined()
  })

  it('gives no rights again after they ended', async () => {
    const id = await askIn(browser)
    const copy = new Visitor(test)
    browser.copyCookies(copy)
    expect((await browser.post(CHOOSE)).status).toBe(303)
    test.api.withdrawn.set(id, null)
    expect((await copy.post(CHOOSE)).status).toBe(404)
    expect(copy.login).toBeUndefined()
  })

  it('goes on only in the browser that asked for it, also when its cookie was planted in another', async () => {
    await askBoundIn(browser)
    const other = new Visitor(test)
    browser.copyCookies(other, ['tuvens_landing'])
    for (const send of [() => other.get(CHOOSE), () => other.post(CHOOSE), () => other.get(SIGN_IN)]) {
      const answer = await send()
      expect([answer.status, await answer.text()]).toEqual([
        404,
        expect.stringContaining('This link belongs to another browser'),
      ])
    }
    expect((await browser.post(CHOOSE)).status).toBe(303)
  })
})
