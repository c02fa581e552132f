import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { recording } from '../../test-support/recordings.ts'
import { Visitor } from '../../test-support/visitor.ts'

let test: Harness
let event: FakeEvent
let next = 9000
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.hiEvents.faults.length = 0
  await new Visitor(test).land({ session_token: test.api.mint({ event: eventOf(String(next++)) }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.tiers = [{ id: 1, title: 'Balcony', price: 10, left: 0, more: { waitlist_enabled: true } }]
  event.status = 'LIVE'
})

const ADA = { price_id: '10', first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.org' }
const join = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${test.url}/embed/${event.id}/waitlist`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams(form),
  })
const asked = () => test.hiEvents.seen.filter((each) => each.path.endsWith('/waitlist'))

describe('the waiting list', () => {
  it('has a form of its own beside what is sold out, and nowhere else', async () => {
    event.tiers.push({ id: 2, title: 'Stalls', price: 10, left: 0 })
    const page = await (await fetch(`${test.url}/embed/${event.id}`)).text()
    expect(page.match(/id="waiting-\d+"/g)).toEqual(['id="waiting-10"'])
    expect(page).toContain(`action="/embed/${event.id}/waitlist"`)
    expect(page).toMatch(/form="waiting-10" name="email" type="email"/)
  })

  it('is joined in the visitor’s name, as recorded, and says so where the form stood', async () => {
    const answer = await join(ADA)
    expect(answer.status).toBe(201)
    const page = await answer.text()
    expect(page).toContain('You are on the waiting list, number 1 in line.')
    expect(page).toContain('the organiser can write to you at ada@example.org')
    const [sent] = asked()
    const { request } = recording('shop', 'waitlist-join')
    expect(Object.keys(sent?.body ?? {}).sort()).toEqual(Object.keys(request.body as object).sort())
    expect(sent?.body).toEqual({
      product_price_id: 10,
      first_name: 'Ada',
      last_name: 'Lovelace',
      email: 'ada@example.org',
      locale: 'en',
    })
    expect(sent?.headers['x-forwarded-for']).toBe('127.0.0.1')
  })

  it('needs no last name', async () => {
    expect((await join({ ...ADA, last_name: ' ' })).status).toBe(201)
    expect(asked().at(-1)?.body).not.toHaveProperty('last_name')
  })

  it('takes nobody twice, says so, and keeps what was typed', async () => {
    await join(ADA)
    const answer = await join(ADA)
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('You are already on the waitlist for this product.')
    expect(page).toMatch(/name="email"[^>]*value="ada@example.org"/)
    expect(page).toContain('<details open>')
  })

  it.each([
    ['without a name', { first_name: '' }, 'Give your first name.'],
    ['without an address', { email: '' }, 'Give your e-mail address'],
    ['with half an address', { email: 'ada@' }, 'Give your e-mail address'],
    ['with a name that never ends', { first_name: 'A'.repeat(41) }, 'Use no more than 40 characters.'],
  ])('refuses %s at the field, and asks nobody', async (_what, part, words) => {
    const before = asked().length
    const answer = await join({ ...ADA, ...part })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain(words)
    expect(page).toContain('aria-invalid="true"')
    expect(page).toMatch(/name="last_name"[^>]*value="Lovelace"/)
    expect(asked()).toHaveLength(before)
  })

  it('shows at the field what only the ticket system found wrong', async () => {
    const answer = await join({ ...ADA, email: 'refused@example.org' })
    expect(await answer.text()).toMatch(/data-problem="email">The email must be a valid email address/)
  })

  it('tells the script in the one envelope', async () => {
    const headers = { accept: 'application/json' }
    const joined = await join(ADA, headers)
    expect(joined.status).toBe(201)
    expect(await joined.json()).toEqual({
      message: expect.stringContaining('You are on the waiting list, number 1 in line.'),
    })
    const refused = await join({ ...ADA, email: 'ada' }, headers)
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({
      code: 'BUSINESS_RULE',
      origin: { details: [{ field: 'email' }] },
    })
  })

  it('says so when the form is not there any more', async () => {
    event.tiers = [{ id: 1, title: 'Balcony', price: 10, left: 3, more: { waitlist_enabled: true } }]
    const page = await (await join({ ...ADA, email: 'refused@example.org' })).text()
    expect(page).toContain('role="alert"')
    expect(page).toContain('The email must be a valid email address.')
  })

  it('says when the ticket system is away, and keeps what was typed', async () => {
    await (await fetch(`${test.url}/embed/${event.id}`)).text()
    test.hiEvents.faults.push({ match: /\/waitlist$/, kind: 'cut' })
    const answer = await join(ADA)
    expect(answer.status).toBe(503)
    const page = await answer.text()
    expect(page).toContain('The ticket system is not answering right now. Try again in a moment.')
    expect(page).toMatch(/name="first_name"[^>]*value="Ada"/)
  })

  it.each([
    ['no price', { price_id: '' }, 404],
    ['a price that is none', { price_id: '-1' }, 404],
    ['a script', { first_name: '<script>alert(1)</script>' }, 201],
    ['NUL and newlines', { first_name: 'A\0d\r\na' }, 201],
    ['another header’s worth of address', { email: 'a@b.c\r\nBcc: x@y.z' }, 422],
  ])('takes no harm from %s', async (_what, part, status) => {
    const answer = await join({ ...ADA, ...part })
    expect(answer.status).toBe(status)
    expect(await answer.text()).not.toContain('<script>alert')
    const names = asked().map((each) => String(each.body['first_name']))
    expect(names.join('')).not.toMatch(/\p{Cc}/u)
  })

  it.each([
    ['JSON', 'application/json', '{}', 415],
    ['text', 'text/plain', 'x', 415],
    ['too much', 'application/x-www-form-urlencoded', `x=${'x'.repeat(300_000)}`, 413],
  ])('refuses %s', async (_what, type, body, status) => {
    const init = { method: 'POST', headers: { 'content-type': type }, body }
    expect((await fetch(`${test.url}/embed/${event.id}/waitlist`, init)).status).toBe(status)
  })

  it.each(['order', 'waitlist'])(
    'leads from the address of a form’s answer back to the tickets: %s',
    async (what) => {
      const answer = await fetch(`${test.url}/embed/${event.id}/${what}`, { redirect: 'manual' })
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/embed/${event.id}`])
    },
  )
})
