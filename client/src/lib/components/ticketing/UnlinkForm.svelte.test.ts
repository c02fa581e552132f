import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import { find, render, textOf } from '../../../../test-support/mounted.ts'
import UnlinkDialog from './UnlinkDialog.svelte'
import UnlinkForm from './UnlinkForm.svelte'

describe('the form that unlinks ticketing', () => {
  it('explains what happens to the page, to sold tickets and to orders', () => {
    const text = textOf(render(UnlinkForm, { eventId: '11', titleId: 'title' }))
    expect(text).toContain('disappear from this event’s page at once')
    expect(text).toContain('Tickets already sold stay valid')
    expect(text).toContain('the orders stay on the ticket system')
  })

  it('is a plain form that works without scripts', () => {
    const form = find<HTMLFormElement>(render(UnlinkForm, { eventId: '11', titleId: 'title' }), 'form')
    expect([form.method, form.getAttribute('action')]).toEqual(['post', '/event/11/unlink'])
  })

  it('leads back to the event when nothing is to be unlinked', () => {
    const page = render(UnlinkForm, { eventId: '11', titleId: 'title', heading: 'h1' })
    expect(find(page, 'a').getAttribute('href')).toBe('/event/11')
    expect(find(page, 'h1').id).toBe('title')
  })
})

describe('the dialog that unlinks ticketing', () => {
  it('opens on a click, is named by its heading, and closes without unlinking', () => {
    const page = render(UnlinkDialog, { eventId: '11' })
    const dialog = find<HTMLDialogElement>(page, 'dialog')
    find(page, 'a[href="/event/11/unlink"]').click()
    expect(dialog.open).toBe(true)
    expect(find(dialog, `#${dialog.getAttribute('aria-labelledby')}`).tagName).toBe('H2')
    find(dialog, 'a').click()
    flushSync()
    expect(dialog.open).toBe(false)
  })

  it.each(['metaKey', 'ctrlKey'] as const)('leaves a click with %s to the browser', (key) => {
    const page = render(UnlinkDialog, { eventId: '11' })
    const click = new MouseEvent('click', { [key]: true, bubbles: true, cancelable: true })
    page.addEventListener('click', (event) => event.preventDefault(), { once: true })
    find(page, 'a[href="/event/11/unlink"]').dispatchEvent(click)
    expect(find<HTMLDialogElement>(page, 'dialog').open).toBe(false)
  })
})
