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
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(String(next++)) }) })
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
  it('has a form beside each sold out offer that has one, and nowhere else', async () => {
    event.tiers.push({ id: 2, title: 'Stalls', price: 10, left: 0 })
    const page = await (await fetch(`${test.url}/embed/${event.id}`)).text()
    expect(page.match(/id="waiting-\d+"/g)).toEqual(['id="waiting-10"'])
    expect(page).toContain(`action="/embed/${event.id}/waitlist"`)
    expect(page).toMatch(/form="waiting-10" name="email" type="email"/)
  })

  it('is joined with the visitor’s data, and confirms it where the form was', async () => {
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

  it('does not require a last name', async () => {
    expect((await join({ ...ADA, last_name: ' ' })).status).toBe(201)
    expect(asked().at(-1)?.body).not.toHaveProperty('last_name')
  })

  it('refuses a second entry of the same person, and keeps what was typed', async () => {
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
  ])('refuses an entry %s at its field, without a request upstream', async (_what, part, words) => {
    const before = asked().length
    const answer = await join({ ...ADA, ...part })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain(words)
    expect(page).toContain('aria-invalid="true"')
    expect(page).toMatch(/name="last_name"[^>]*value="Lovelace"/)
    expect(asked()).toHaveLength(before)
  })

  it('shows a problem found by the ticket system at its field', async () => {
    const answer = await join({ ...ADA, email: 'refused@example.org' })
    expect(await answer.text()).toMatch(/data-problem="email">The email must be a valid email address/)
  })

  it('returns the result to the script in the error envelope', async () => {
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

  it('shows the result above the tickets when the form is gone', async () => {
    event.tiers = [{ id: 1, title: 'Balcony', price: 10, left: 3, more: { waitlist_enabled: true } }]
    const page = await (await join(ADA)).text()
    expect(page).toContain('role="alert"')
    expect(page).toContain('There are tickets again: choose them here.')
  })

  it('says when the ticket system does not answer, and keeps what was typed', async () => {
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
  ])('answers a malformed entry: %s', async (_what, part, status) => {
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
  ])('refuses a body that is %s', async (_what, type, body, status) => {
    const init = { method: 'POST', headers: { 'content-type': type }, body }
    expect((await fetch(`${test.url}/embed/${event.id}/waitlist`, init)).status).toBe(status)
  })

  it.each(['order', 'waitlist'])('redirects a GET of a form’s address to the picker: %s', async (what) => {
    const answer = await fetch(`${test.url}/embed/${event.id}/${what}`, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/embed/${event.id}`])
  })
})

describe('a waiting list that the picker does not offer', () => {
  it.each([
    ['for a ticket without one', { left: 0, more: {} }, 'There is no waiting list for these tickets.'],
    ['for a ticket that has places again', { left: 3 }, 'There are tickets again: choose them here.'],
  ])('is not joined %s', async (_case, tier, words) => {
    event.tiers = event.tiers.map((each) => ({ ...each, ...tier }))
    const before = asked().length
    const answer = await join(ADA, { accept: 'application/json' })
    expect([answer.status, asked().length]).toEqual([422, before])
    expect(await answer.json()).toMatchObject({ message: words })
  })

  it('is not joined for a hidden price', async () => {
    const before = asked().length
    const answer = await join({ ...ADA, price_id: '70' })
    expect([answer.status, asked().length]).toEqual([422, before])
  })

  it('is not joined once the event is over', async () => {
    const before = asked().length
    event.start_date = '2020-01-01T10:00:00Z'
    event.end_date = '2020-01-01T12:00:00Z'
    const late = await join(ADA)
    expect([late.status, asked().length]).toEqual([422, before])
    expect(await late.text()).toContain('This event is over.')
  })
})

describe('a name on the waiting list', () => {
  it.each(['\0', '\u000b', '\u001b', '\u0085', '\u2028', '\u202e'])(
    'takes names and addresses that were pasted with %j, without it',
    async (pasted) => {
      const name = `Ada${pasted}Lovelace`
      const email = `ada@example.org${pasted}`
      expect((await join({ ...ADA, first_name: name, last_name: name, email })).status).toBe(201)
      const sent = asked().at(-1)?.body as Record<string, string>
      expect(sent['first_name']).toMatch(/^Ada ?Lovelace$/)
      expect(sent['last_name']).toBe(sent['first_name'])
      expect(sent['email']).toBe('ada@example.org')
    },
  )

  it('counts the characters of a name, not their bytes, and cuts none in half', async () => {
    expect((await join({ ...ADA, first_name: '🎫'.repeat(40), email: 'emoji@example.org' })).status).toBe(201)
    const tooLong = await join({ ...ADA, first_name: 'x'.repeat(253) + '🎫🎫' })
    expect(tooLong.status).toBe(422)
    expect(await tooLong.text()).not.toContain('\ufffd')
  })
})
