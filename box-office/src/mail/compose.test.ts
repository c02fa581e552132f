import { describe, expect, it } from 'vitest'
import type { CalendarEntry } from '@tuvens/platform/calendar'
import { calendarFile } from './calendar.ts'
import { type MailContent, writeCancellation, writeConfirmation, writeTicket } from './compose.tsx'
import type { MailTicket } from './ticket-part.tsx'

const ada: MailTicket = {
  type: 'Seat',
  name: 'Ada Okafor',
  email: 'ada@example.com',
  shortId: 'a_ada',
  publicId: 'A-ADA',
}
const bo: MailTicket = { ...ada, name: 'Bo Lind', email: 'bo@example.com', shortId: 'a_bo', publicId: 'A-BO' }

function content({
  event = {},
  order = {},
  tickets = [ada],
}: {
  event?: Partial<MailContent['event']>
  order?: Partial<MailContent['order']>
  tickets?: MailTicket[]
} = {}): MailContent {
  return {
    event: {
      title: 'Blue Note at Dusk',
      start: new Date('2030-05-01T18:00:00Z'),
      end: new Date('2030-05-01T21:00:00Z'),
      timezone: 'Europe/Amsterdam',
      place: 'Paradiso, Amsterdam',
      organizer: 'Blue Note Collective',
      contact: 'ask@example.com',
      ...event,
    },
    order: {
      publicId: 'O-1',
      shortId: 'o_1',
      firstName: 'Ada',
      email: 'ada@example.com',
      items: '1 × Seat',
      total: 0,
      currency: 'EUR',
      payAtTheDoor: null,
      summaryUrl: 'https://box.example/checkout/1/o_1/summary',
      ...order,
    },
    tickets,
    ticketUrl: (shortId) => `https://box.example/ticket/${shortId}`,
  }
}
const due = { total: 25, payAtTheDoor: 'Cash at the desk.' }

describe('the confirmation of an order', () => {
  it.each<[string, Parameters<typeof content>[0], string, string]>([
    ['a ticket', {}, 'Your ticket', 'you are going. Your ticket opens on any phone.'],
    [
      'two tickets',
      { tickets: [ada, bo] },
      'Your tickets',
      'you are going. Your 2 tickets open on any phone.',
    ],
    [
      'a ticket to pay at the door',
      { order: due },
      'Your reservation',
      'your place is kept. Your ticket opens on any phone.',
    ],
    [
      'merchandise',
      { tickets: [] },
      'Your order',
      'your order is in. Say its number, O-1, when you pick it up.',
    ],
    [
      'merchandise to pay',
      { tickets: [], order: due },
      'Your order',
      'your order is kept. Say its number, O-1, when you pick it up.',
    ],
  ])('of %s has its own subject and opening', async (_what, part, subject, opening) => {
    const mail = await writeConfirmation(content(part))
    expect(mail.subject).toBe(`${subject}: Blue Note at Dusk`)
    expect(mail.text.startsWith(`Hello Ada, ${opening}\n`)).toBe(true)
  })

  it('shows the code of each ticket from within the mail', async () => {
    const { html, attachments } = await writeConfirmation(content({ tickets: [ada, bo] }))
    const pictures = attachments.filter((each) => each.contentType === 'image/png')
    expect(pictures.map((each) => each.cid)).toEqual(['code-A-ADA', 'code-A-BO'])
    for (const { cid } of pictures) expect(html).toContain(`<img src="cid:${cid}"`)
    expect(html).not.toMatch(/<img src="(?!cid:)/)
  })

  it('is a text with the facts, the links and the organizer', async () => {
    expect((await writeConfirmation(content({ tickets: [ada, bo] }))).text).toBe(
      [
        'Hello Ada, you are going. Your 2 tickets open on any phone.',
        [
          'When: Wednesday 1 May 2030, 20:00 – 23:00 (Central European Summer Time)',
          'Where: Paradiso, Amsterdam',
          'Order: O-1',
          'For: 1 × Seat',
          'Total: Free',
        ].join('\n'),
        'Your tickets: https://box.example/checkout/1/o_1/summary',
        'Ada Okafor, Seat\nNumber: A-ADA\nhttps://box.example/ticket/a_ada',
        'Bo Lind, Seat\nNumber: A-BO\nhttps://box.example/ticket/a_bo',
        'Sent on behalf of Blue Note Collective. Questions? Write to ask@example.com.\n',
      ].join('\n\n'),
    )
  })

  it.each<[string, Partial<MailContent['order']>, string]>([
    ['free', {}, 'Total: Free'],
    ['paid', { total: 12.5 }, 'Total: €12.50'],
    ['in yen', { total: 1500, currency: 'JPY' }, 'Total: ¥1,500'],
    ['to be paid', due, 'Total: €25.00, to be paid at the door'],
  ])('of an order that is %s says its total', async (_what, order, line) => {
    expect((await writeConfirmation(content({ order }))).text.split('\n')).toContain(line)
  })

  it('shows how to pay only while payment is due and the organiser explained it', async () => {
    const text = async (order: Partial<MailContent['order']>) =>
      (await writeConfirmation(content({ order }))).text
    expect(await text(due)).toContain('How to pay: Cash at the desk.')
    expect(await text({ ...due, payAtTheDoor: '' })).not.toContain('How to pay')
    expect(await text({})).not.toContain('How to pay')
  })

  it('leaves out a place and a contact that are not known', async () => {
    const { text, html } = await writeConfirmation(content({ event: { place: null, contact: null } }))
    expect(text).not.toContain('Where:')
    expect(text.endsWith('Sent on behalf of Blue Note Collective.\n')).toBe(true)
    expect(html).not.toContain('Questions?')
  })

  it('escapes names in its HTML', async () => {
    const evil = '<img src=x onerror=alert(1)>'
    const { html } = await writeConfirmation(
      content({
        event: { title: evil, organizer: evil },
        order: { firstName: evil },
        tickets: [{ ...ada, name: evil }],
      }),
    )
    expect(html).not.toContain('<img src=x')
    expect(html).toContain('&lt;img src=x onerror=alert(1)>')
  })
})

describe('the mail with a ticket', () => {
  it('has the number, the code as a picture, and the calendar entry', async () => {
    const mail = await writeTicket(content(), bo)
    expect(mail.subject).toBe('Your ticket: Blue Note at Dusk')
    expect(mail.text).toContain('Hello Bo Lind, here is your ticket.')
    expect(mail.text).toContain('Number: A-BO')
    expect(mail.text).toContain('Your ticket: https://box.example/ticket/a_bo')
    expect(mail.html).toContain('src="cid:code-A-BO"')
    const [picture, calendar] = mail.attachments
    expect(picture).toMatchObject({ filename: 'ticket-A-BO.png', contentType: 'image/png', cid: 'code-A-BO' })
    expect(
      Buffer.from(picture?.content ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    expect(Buffer.from(calendar?.content ?? '', 'base64').toString()).toContain('UID:a_bo')
  })

  it('does not show the other tickets or the total of the order', async () => {
    const { text, html } = await writeTicket(content({ tickets: [ada, bo], order: due }), bo)
    for (const secret of ['A-ADA', 'a_ada', 'ada@example.com', '€25.00', 'o_1', 'O-1'])
      expect(text + html).not.toContain(secret)
  })

  it('states that a place is kept while payment is due', async () => {
    const { text } = await writeTicket(content({ order: due }), bo)
    expect(text).toContain('Hello Bo Lind, a place is kept for you. It is paid for at the door.')
  })
})

describe('the mail about a cancellation', () => {
  it.each<[number, MailTicket[], string]>([
    [0, [], 'for Blue Note at Dusk was cancelled.\n'],
    [1, [ada], 'was cancelled. Its ticket is no longer valid.\n'],
    [2, [ada, bo], 'was cancelled. Its tickets are no longer valid.\n'],
  ])('of %i tickets says what became of them', (_count, tickets, ending) => {
    const { subject, text, attachments } = writeCancellation(content({ tickets }))
    expect(subject).toBe('Cancelled: your order for Blue Note at Dusk')
    expect(text).toContain(ending)
    expect(attachments).toEqual([])
  })

  it.each<[string, Parameters<typeof content>[0], string]>([
    ['nothing was paid', {}, 'Nothing was paid, so nothing needs to be paid back.'],
    [
      'there was money',
      { order: { total: 5 } },
      'Questions about money? Blue Note Collective answers them: ask@example.com.',
    ],
    [
      'nobody can be asked',
      { order: { total: 5 }, event: { contact: null } },
      'Questions about money? Blue Note Collective answers them.',
    ],
  ])('explains what happens to money when %s', (_what, part, line) => {
    expect(writeCancellation(content(part)).text.split('\n')).toContain(line)
  })
})

describe('the calendar file', () => {
  const entry: CalendarEntry = {
    uid: 'a_ada',
    title: 'Jazz; strings, and more',
    start: new Date('2030-05-01T18:00:00Z'),
    end: new Date('2030-05-01T21:00:00Z'),
    place: 'Paradiso',
    url: 'https://box.example/ticket/a_ada',
    description: 'Your ticket',
  }
  const linesOf = (part: Partial<CalendarEntry>) => calendarFile({ ...entry, ...part }).split('\r\n')

  it.each<[string, Parameters<typeof linesOf>[0], string[], RegExp[]]>([
    ['times in UTC', {}, ['DTSTART:20300501T180000Z', 'DTEND:20300501T210000Z'], []],
    ['no end when there is none', { end: null }, ['DTSTART:20300501T180000Z'], [/^DTEND/]],
    ['no end that is not after the start', { end: entry.start }, [], [/^DTEND/]],
    ['the place', {}, ['LOCATION:Paradiso'], []],
    ['no place when it is not known', { place: null }, [], [/^LOCATION/]],
    ['an escaped title', {}, ['SUMMARY:Jazz\\; strings\\, and more'], []],
    ['no line of its own from a title', { title: 'A\r\nX-EVIL:1' }, [], [/^X-EVIL/]],
    ['an id that stays the same', {}, ['UID:a_ada'], []],
  ])('has %s', (_what, part, present, absent) => {
    const lines = linesOf(part)
    expect(lines).toEqual(expect.arrayContaining(present))
    for (const pattern of absent) expect(lines.filter((each) => pattern.test(each))).toEqual([])
  })
})
