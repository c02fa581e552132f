import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LoadedPage } from '../test-support/browser.ts'
import { ADA, BEN, type Site, startSite } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(() => {
  site.api.recover()
  site.api.calls.length = 0
})

const TYPED = {
  title: 'Open studio “1 & 2” <b>',
  category: 'ART',
  description: 'First line\n\nSecond </textarea> paragraph',
  start: '2030-06-13T20:00',
  end: '2030-06-13T23:00',
  timezone: 'Asia/Tokyo',
  venue_name: 'De Kas',
  venue_address: 'Kade 12',
  venue_zip: '1097 DE',
  venue_city: 'Amsterdam',
  venue_region: 'Noord-Holland',
  venue_country: 'NL',
  image_url: 'https://pictures.example/a.jpg',
  image_alt: 'A lawn',
  currency: 'CHF',
  contact_email: 'hello@example.com',
  contact_phone: '+31 20 123',
  contact_website: 'https://www.example.com/x',
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

function valuesOn({ document }: LoadedPage, names: string[]): Record<string, string | undefined> {
  const control = (name: string) => document.querySelector<Control>(`main [name="${name}"]`)
  return Object.fromEntries(names.map((name) => [name, control(name)?.value]))
}

/** The links of the error summary: field and message. */
function problemsOn({ document }: LoadedPage): (string | null)[][] {
  const links = [...document.querySelectorAll('.error-summary a')]
  return links.map((link) => [link.getAttribute('href'), link.textContent])
}

describe('the form of a new event', () => {
  it.each(Object.keys(TYPED).filter((name) => !['title', 'etag'].includes(name)))(
    'keeps what was typed into %s when the title is missing',
    async (name) => {
      const page = await (await site.member()).submit('/events/new', { ...TYPED, title: '' })
      expect(page.status).toBe(400)
      expect(valuesOn(page, [name])).toEqual({ [name]: TYPED[name as keyof typeof TYPED] })
    },
  )

  it('sends every field to the API as the contract names it', async () => {
    const page = await (await site.member()).submit('/events/new', TYPED)
    expect(page.status).toBe(303)
    const call = site.api.seen('/api/events').find(({ method }) => method === 'POST')
    expect(call?.body).toMatchObject({
      title: TYPED.title,
      category: 'ART',
      startDate: '2030-06-13T11:00:00.000Z',
      endDate: '2030-06-13T14:00:00.000Z',
      timezone: 'Asia/Tokyo',
      venue: { name: 'De Kas', address_line_1: 'Kade 12', zip_postal_code: '1097 DE', country: 'NL' },
      imageUrl: 'https://pictures.example/a.jpg',
      currency: 'CHF',
      contactData: { email: 'hello@example.com', phone: '+31 20 123', website: 'https://www.example.com/x' },
    })
  })

  it('shows what was typed again in the form of the saved event', async () => {
    const browser = await site.member()
    const saved = await browser.submit('/events/new', TYPED)
    const page = await browser.open(`${saved.location?.replace('?done=created', '')}/edit`)
    expect(valuesOn(page, Object.keys(TYPED))).toEqual(TYPED)
  })

  it.each([
    ['title', 'x'.repeat(151), 'Shorten the title to 150 characters'],
    ['start', 'tomorrow', 'Enter the day and time it starts'],
    ['end', '2030-06-13T19:00', 'The end has to be after the start'],
    ['timezone', 'Europe/Atlantis', 'Choose the time zone of the place'],
    ['venue_name', '', 'Give the place a name, or empty its address'],
    ['venue_country', 'Holland', 'Choose a country from the list'],
    ['image_url', 'javascript:alert(1)', 'Choose the picture again'],
    ['contact_email', 'hello@', 'Enter an e-mail address like name@example.com'],
    ['contact_website', 'www.example.com', 'Enter the website’s address in full, beginning with https://'],
  ])('names the problem at %s, connects it to the field, and sends nothing', async (name, value, problem) => {
    const page = await (await site.member()).submit('/events/new', { ...TYPED, [name]: value })
    expect(page.status).toBe(400)
    expect(problemsOn(page)).toEqual([[`#${name}`, problem]])
    const field = page.document.getElementById(name)
    expect(field?.getAttribute('aria-invalid')).toBe('true')
    const described = field?.getAttribute('aria-describedby')?.split(' ') ?? []
    expect(described.map((id) => page.document.getElementById(id)?.textContent).join()).toContain(problem)
    expect(site.api.seen('/api/events')).toEqual([])
  })

  it.each(['SERVICE_UNAVAILABLE', 'RATE_LIMITED', 'PERMISSION_DENIED', 'BUSINESS_RULE'] as const)(
    'keeps everything that was typed when the API responds with %s',
    async (code) => {
      const browser = await site.member()
      site.api.fail('/api/events', code)
      const page = await browser.submit('/events/new', TYPED)
      expect(page.status).toBeGreaterThanOrEqual(400)
      expect(valuesOn(page, Object.keys(TYPED))).toEqual(TYPED)
      expect(page.document.querySelector('.error-summary h2')?.textContent).toBeTruthy()
      expect(page.text).not.toContain(code)
    },
  )

  it('takes a text that was pasted with control characters', async () => {
    const pasted = { title: 'Open\u000bstudio\u0007', description: 'One\u000btwo\u001b' }
    const page = await (await site.member()).submit('/events/new', { ...TYPED, ...pasted })
    expect(page.status).toBe(303)
    const call = site.api.seen('/api/events').find(({ method }) => method === 'POST')
    expect(call?.body).toMatchObject({ title: 'Open studio', description: 'One\ntwo' })
  })

  it("is prefilled with the member's own account", async () => {
    const browser = await site.member(BEN)
    const page = await browser.open('/events/new')
    expect(valuesOn(page, ['account_id'])).toEqual({ account_id: '2' })
  })

  it('starts with the zone of the reader', async () => {
    const browser = await site.member()
    browser.cookies.set('tuvens-zone', 'America/New_York')
    expect(valuesOn(await browser.open('/events/new'), ['timezone'])).toEqual({
      timezone: 'America/New_York',
    })
  })

  it('is not shown to a member who may not create events', async () => {
    const viewer = { name: 'Vera', email: 'vera@example.com', password: 'only looking around' }
    site.world.addUser(viewer, 'Guests', 'viewer')
    const page = await (await site.member(viewer)).open('/events/new')
    expect([page.status, page.text.includes('Your role does not allow this')]).toEqual([403, true])
  })
})

describe('the form of an existing event', () => {
  it('saves with the version it was made from', async () => {
    const browser = await site.member()
    const { document } = await browser.open('/event/10/edit')
    const etag = document.querySelector<HTMLInputElement>('[name=etag]')?.value ?? ''
    expect((await browser.submit('/event/10/edit', { ...TYPED, etag })).location).toBe('/event/10?done=saved')
    const call = site.api.seen('/api/events/10').find(({ method }) => method === 'PATCH' || method === 'PUT')
    expect(call?.headers['if-match']).toBe(etag)
  })

  it('tells organisers of a linked event that the tickets change, too', async () => {
    const browser = await site.member()
    expect((await browser.open('/event/1/edit')).text).toContain(
      'What you change here goes to the tickets, too',
    )
    expect((await browser.open('/event/4/edit')).text).not.toContain(
      'What you change here goes to the tickets, too',
    )
  })

  it('has a guest sign in, and returns to the form', async () => {
    const guest = await site.visitor().open('/event/4/edit')
    expect(guest.location).toBe('/sign-in?next=%2Fevent%2F4%2Fedit')
  })
})

describe('the sign-up form', () => {
  const person = {
    name: 'Eva',
    email: 'eva@example.com',
    password: 'a few words in a row',
    account_name: 'Eva & Co',
  }

  it.each([
    ['name', '', 'Enter your name'],
    ['name', 'x'.repeat(121), 'Use at most 120 characters for your name'],
    ['email', '', 'Enter your e-mail address'],
    ['email', 'eva@', 'Enter an e-mail address like name@example.com'],
    ['account_name', 'x'.repeat(121), 'Use at most 120 characters for the organiser’s name'],
    ['password', 'x'.repeat(7), 'Use at least 8 characters: a short sentence does well'],
    ['password', 'x'.repeat(129), 'Use at most 128 characters'],
  ])('names the problem at %s for %j', async (name, value, problem) => {
    const page = await site.visitor().submit('/sign-up', { ...person, [name]: value })
    expect([page.status, problemsOn(page)]).toEqual([400, [[`#${name}`, problem]]])
    expect(site.api.seen('/api/auth/register')).toEqual([])
  })

  it.each(['name', 'email', 'account_name'] as const)(
    'keeps %s, and never sends the password back',
    async (name) => {
      const page = await site.visitor().submit('/sign-up', { ...person, password: 'my-word' })
      expect(valuesOn(page, [name, 'password'])).toEqual({ [name]: person[name], password: '' })
      expect(page.html.includes('my-word')).toBe(false)
    },
  )

  it('shows at the e-mail field that an address already has an account', async () => {
    const page = await site.visitor().submit('/sign-up', { ...person, email: ADA.email })
    expect(problemsOn(page)).toEqual([['#email', 'This e-mail already has an account']])
  })

  it('goes on to the page that confirms the e-mail, and from there to the one that required an account', async () => {
    const fields = { ...person, email: 'eva2@example.com', next: '/events/new' }
    expect((await site.visitor().submit('/sign-up', fields)).location).toBe(
      '/verify-email?next=%2Fevents%2Fnew',
    )
  })

  it.each(['https://evil.example', '//evil.example', '/sign-out'])(
    'does not continue on %s',
    async (next) => {
      const email = `eva${next.length}@example.com`
      expect((await site.visitor().submit('/sign-up', { ...person, email, next })).location).toBe(
        '/verify-email?next=%2F',
      )
    },
  )

  it('redirects a signed-in member to the page that required a sign-in', async () => {
    expect((await (await site.member()).open('/sign-up?next=/event/4')).location).toBe('/event/4')
  })
})

describe('a saved event', () => {
  const statusOf = async (browser: ReturnType<typeof site.visitor>, done: string) => {
    const { document } = await browser.open(`/event/1?done=${done}`)
    return [...document.querySelectorAll('.notice[role=status]')].map((each) => each.textContent.trim())
  }

  it('says so to those who may edit it, and to nobody else', async () => {
    const member = await site.member()
    expect(await statusOf(member, 'saved')).toEqual([
      'Your changes are saved. They reach the tickets by themselves.',
    ])
    expect(await statusOf(member, 'created')).toEqual(['Your event is saved. This is how people see it.'])
    expect(await statusOf(member, 'toString')).toEqual([])
    expect(await statusOf(site.visitor(), 'saved')).toEqual([])
  })
})

describe('the sign-in form', () => {
  it.each(['SERVICE_UNAVAILABLE', 'RATE_LIMITED'] as const)(
    'keeps the e-mail address when the API responds with %s',
    async (code) => {
      site.api.fail('/api/auth/login', code)
      const page = await site.visitor().submit('/sign-in', { ...ADA })
      expect(page.status).toBe(code === 'RATE_LIMITED' ? 429 : 503)
      expect(valuesOn(page, ['email', 'password'])).toEqual({ email: ADA.email, password: '' })
      expect(page.html.includes(ADA.password)).toBe(false)
    },
  )

  it('trims the e-mail address and leaves the password as it is', async () => {
    await site.visitor().submit('/sign-in', { email: `  ${ADA.email} `, password: ' with spaces ' })
    expect(site.api.seen('/api/auth/login')[0]?.body).toEqual({ email: ADA.email, password: ' with spaces ' })
  })

  it('does not accept a file in place of a text', async () => {
    const body = new FormData()
    body.set('email', new File(['x'], 'x.txt'))
    const headers = { origin: site.url, accept: 'text/html' }
    const response = await fetch(`${site.url}/sign-in`, { method: 'POST', headers, body, redirect: 'manual' })
    expect(response.status).toBe(400)
  })
})
