import type { Venue } from '@tuvens/contract'
import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../../../test-support/eventually.ts'
import type { Ticketing } from '$lib/apis/hievents/extendedEventTypes.ts'
import { find, render, textOf } from '../../../../test-support/mounted.ts'
import AddTicketingSection from './AddTicketingSection.svelte'

const none: Ticketing = {
  eventId: '11',
  status: 'none',
  phase: 'none',
  version: 0,
  detailsVersion: 1,
  eventUrl: null,
  widgetUrl: null,
  dates: [],
  prices: null,
}

const show = (ticketing: Ticketing, venue: Venue | null = null) =>
  render(AddTicketingSection, { eventId: '11', ticketing, venue })

/** Presses the button. @returns whether the browser would leave the page */
function press(page: HTMLElement): boolean {
  const form = find<HTMLFormElement>(page, 'form')
  const submit = new SubmitEvent('submit', { cancelable: true, bubbles: true })
  const leaves = form.dispatchEvent(submit)
  flushSync()
  return leaves
}

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

  it('asks for what the address lacks before the click, and not once tickets are on sale', () => {
    const venue = { name: 'Paradiso', city: 'Amsterdam' }
    const asked = show(none, venue)
    expect(textOf(asked)).toContain('this one lacks: street · postal code · country')
    expect(find(asked, 'a[href="/event/11/edit#venue_name"]')).toBeTruthy()
    expect(textOf(show({ ...none, phase: 'on_sale' }, venue))).not.toContain('lacks')
    expect(textOf(show(none, null))).not.toContain('lacks')
  })

  it('names in how many points the tickets say something else, with the page to choose', () => {
    const ticketing = { ...none, phase: 'on_sale' } as const
    const page = render(AddTicketingSection, { eventId: '11', ticketing, venue: null, differences: 2 })
    expect(textOf(page)).toContain('The tickets say something else than this page in 2 points.')
    expect(find(page, 'a[href="/event/11/differences"]')).toBeTruthy()
    expect(show(ticketing).querySelector('a[href="/event/11/differences"]')).toBeNull()
  })

  it('says that what the page shows may be old while the link is lost', () => {
    const ticketing = { ...none, phase: 'on_sale' } as const
    const page = render(AddTicketingSection, { eventId: '11', ticketing, venue: null, isLinkLost: true })
    expect(textOf(page)).toContain('The ticket side has lost the link to these tickets')
    expect(textOf(show(ticketing))).not.toContain('lost')
  })

  it('does not repeat how sales stand, which the page says already', () => {
    const page = show({ ...none, phase: 'cancelled' })
    expect(page.querySelector('.badge')).toBeNull()
    expect(textOf(find(page, 'h2'))).toBe('Your tickets')
  })

  it('offers to unlink only what is linked', () => {
    expect(show(none).querySelector('dialog')).toBeNull()
    expect(show({ ...none, phase: 'preparing' }).querySelector('dialog')).not.toBeNull()
  })

  it('is a plain form that works without scripts', () => {
    const form = find<HTMLFormElement>(show(none), 'form')
    expect([form.method, form.getAttribute('action')]).toEqual(['post', '/event/11/enter'])
  })

  it('says that scripts run, so that the site answers with a redirect', () => {
    const page = show(none)
    flushSync()
    expect(find<HTMLInputElement>(page, 'form input[name=scripts]').value).toBe('yes')
  })

  it('leaves once, however often the button is pressed, and stays busy until the page is gone', () => {
    const page = show(none)
    expect([press(page), press(page), press(page)]).toEqual([true, false, false])
    expect(find(page, 'form button').getAttribute('aria-busy')).toBe('true')
  })

  it('can be pressed again by somebody who comes back', () => {
    const page = show(none)
    press(page)
    window.dispatchEvent(new Event('pageshow'))
    flushSync()
    expect(find(page, 'form button').getAttribute('aria-busy')).toBe('false')
    expect(press(page)).toBe(true)
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
    const page = show(none)
    press(page)
    await eventually(() => expect(textOf(page)).toContain('Opening the ticket system'))
  })
})
