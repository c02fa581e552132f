import { flushSync } from 'svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../../../test-support/eventually.ts'
import type { Ticketing } from '$lib/apis/hievents/extendedEventTypes.ts'
import { find, render, textOf } from '../../../../test-support/mounted.ts'
import AddTicketingSection from './AddTicketingSection.svelte'

const LANDING = 'https://tickets.example/auth/cross-app#session_token=abc'
const none: Ticketing = {
  eventId: '11',
  status: 'none',
  phase: 'none',
  version: 0,
  eventUrl: null,
  widgetUrl: null,
}

let left: string[]
let answers: (() => Response | Promise<Response>)[]
let asked: number

const fetcher: typeof fetch = async () => {
  asked += 1
  return (answers.shift() ?? (() => Response.error()))()
}
const issued = () => Response.json({ landing_url: LANDING, expires_at: '2026-01-01T12:15:00.000Z' })
const refused = (code: string, status: number) => () => Response.json({ code }, { status })

function show(ticketing: Ticketing) {
  return render(AddTicketingSection, {
    eventId: '11',
    ticketing,
    fetcher,
    navigate: (url: string) => void left.push(url),
  })
}

async function press(page: HTMLElement): Promise<void> {
  const form = find<HTMLFormElement>(page, 'form')
  form.requestSubmit(find<HTMLButtonElement>(form, 'button'))
  await eventually(() => expect(asked).toBeGreaterThan(0))
  await new Promise((resolve) => setTimeout(resolve))
  flushSync()
}

beforeEach(() => {
  ;[left, answers, asked] = [[], [], 0]
})

describe("the organiser's ticketing section (C2)", () => {
  it.each([
    ['none', 'Enable ticketing'],
    ['preparing', 'Continue set-up'],
    ['on_sale', 'Manage tickets'],
    ['paused', 'Manage tickets'],
    ['ended', 'Manage tickets'],
    ['cancelled', 'Manage tickets'],
  ] as const)('offers, when ticketing is %s: %s', (phase, label) => {
    expect(textOf(find(show({ ...none, phase }), 'form button'))).toBe(label)
  })

  it('offers to unlink only what is linked', () => {
    expect(show(none).querySelector('dialog')).toBeNull()
    expect(show({ ...none, phase: 'preparing' }).querySelector('dialog')).not.toBeNull()
  })

  it('is a plain form that works without scripts', () => {
    const form = find<HTMLFormElement>(show(none), 'form')
    expect([form.method, form.getAttribute('action')]).toEqual(['post', '/event/11/enter'])
  })

  it('leaves for the landing, and stays busy until the page is gone', async () => {
    answers = [issued]
    const page = show(none)
    await press(page)
    expect(left[0]).toContain('#session_token=abc&return_url=')
    expect(find(page, 'form button').getAttribute('aria-busy')).toBe('true')
  })

  it('requests one session, however often the button is pressed', async () => {
    let open: (answer: Response) => void = () => {}
    answers = [() => new Promise<Response>((resolve) => (open = resolve))]
    const page = show(none)
    await press(page)
    await press(page)
    open(issued())
    await eventually(() => expect(left).toHaveLength(1))
    expect(asked).toBe(1)
  })

  it('shows a refusal as text, and offers to try again', async () => {
    answers = [refused('RATE_LIMITED', 429), issued]
    const page = show(none)
    await press(page)
    expect(textOf(find(page, '[role=alert]'))).toContain('Wait a minute, then try again.')
    expect(textOf(find(page, 'form button'))).toBe('Try again')
    await press(page)
    await eventually(() => expect(left).toHaveLength(1))
    flushSync()
    expect(page.querySelector('[role=alert]')).toBeNull()
  })

  it('offers a new sign-in when the session is over, and returns to this event', async () => {
    answers = [refused('AUTHENTICATION_REQUIRED', 401)]
    const page = show(none)
    await press(page)
    expect(find<HTMLAnchorElement>(page, '[role=alert] a').getAttribute('href')).toBe(
      '/sign-in?next=/event/11',
    )
  })

  it('never shows a code', async () => {
    answers = [refused('UPSTREAM_INVALID', 502)]
    const page = show(none)
    await press(page)
    expect(textOf(page)).not.toMatch(/[A-Z]+_[A-Z]+|502/)
    expect(textOf(find(page, '[role=alert]'))).toContain('Something failed on our side')
  })

  it('unlinks after a confirmation that explains the effect', () => {
    const page = show({ ...none, phase: 'on_sale' })
    const dialog = find<HTMLDialogElement>(page, 'dialog')
    expect(dialog.open).toBe(false)
    find(page, 'a[href="/event/11/unlink"]').click()
    expect(dialog.open).toBe(true)
    expect(textOf(dialog)).toContain('Tickets already sold stay valid')
  })

  it('shows a status when it takes longer than a second', async () => {
    answers = [() => new Promise<Response>(() => {})]
    const page = show(none)
    await press(page)
    await eventually(() => expect(textOf(page)).toContain('Opening the ticket system'))
  })
})
