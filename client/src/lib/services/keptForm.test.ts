import { beforeEach, describe, expect, it } from 'vitest'
import { fillForm, followForm, KEPT_MS, keepForm, takeForm } from './keptForm.ts'

const PAGE = '/events/new'
const ADA = { owner: '1', page: PAGE, now: 1_000 }
const GUEST = { owner: null, page: '/sign-in?next=%2Fevents%2Fnew', now: 2_000 }

function formOf(html: string): HTMLFormElement {
  document.body.innerHTML = `<form>${html}</form>`
  const form = document.querySelector('form')
  if (form === null) throw new TypeError('no form')
  return form
}

const EMPTY = `
  <input name="title"><textarea name="description"></textarea>
  <select name="zone"><option>Asia/Tokyo</option><option>Europe/Paris</option></select>
  <input type="checkbox" name="extra" value="a"><input type="checkbox" name="extra" value="b">
  <input type="hidden" name="etag"><input type="password" name="password"><input name="code" autocomplete="one-time-code">`

function typed(): HTMLFormElement {
  const form = formOf(EMPTY)
  const values = {
    title: 'Dinner',
    description: 'One\n\ntwo',
    zone: 'Europe/Paris',
    etag: '"e-1"',
    password: 'x',
    code: '1',
  }
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements.namedItem(name)
    if (control !== null && 'value' in control) control.value = value
  }
  for (const box of form.querySelectorAll<HTMLInputElement>('[value=b]')) box.checked = true
  return form
}

beforeEach(() => sessionStorage.clear())

describe('what was typed before a session ended', () => {
  it('is filled in again for the same person on the same page, once', () => {
    expect(keepForm(sessionStorage, typed(), ADA)).toBe(true)
    followForm(sessionStorage, GUEST)
    const form = formOf(EMPTY)
    const told: string[] = []
    form.addEventListener('input', ({ target }) => target instanceof HTMLElement && told.push(target.tagName))
    const kept = takeForm(sessionStorage, { ...ADA, now: 3_000 })
    if (kept === null) throw new TypeError('nothing was kept')
    fillForm(form, kept)
    expect(Object.fromEntries(new FormData(form))).toEqual({
      title: 'Dinner',
      description: 'One\r\n\r\ntwo'.replaceAll('\r', ''),
      zone: 'Europe/Paris',
      extra: 'b',
      etag: '"e-1"',
      password: '',
      code: '',
    })
    expect(told).toContain('TEXTAREA')
    expect(takeForm(sessionStorage, { ...ADA, now: 3_001 })).toBeNull()
  })

  it('is removed when somebody else signs in', () => {
    keepForm(sessionStorage, typed(), ADA)
    followForm(sessionStorage, GUEST)
    expect(takeForm(sessionStorage, { ...ADA, owner: '2' })).toBeNull()
    expect(sessionStorage.length).toBe(0)
  })

  it('is removed after an hour', () => {
    keepForm(sessionStorage, typed(), ADA)
    followForm(sessionStorage, GUEST)
    followForm(sessionStorage, { ...GUEST, now: ADA.now + KEPT_MS })
    expect(sessionStorage.length).toBe(0)
  })

  it('never holds passwords and codes', () => {
    keepForm(sessionStorage, typed(), ADA)
    expect(sessionStorage.getItem('tuvens-form')).not.toMatch(/password|code/)
  })

  it('is removed when the form was taken and leads to another page', () => {
    keepForm(sessionStorage, typed(), ADA)
    followForm(sessionStorage, { ...ADA, page: '/event/7' })
    expect(sessionStorage.length).toBe(0)
  })

  it('is not filled in for somebody who was signed in all the time', () => {
    keepForm(sessionStorage, typed(), ADA)
    expect(takeForm(sessionStorage, ADA)).toBeNull()
  })

  it('is not kept for a guest, and what cannot be read is nothing', () => {
    expect(keepForm(sessionStorage, typed(), GUEST)).toBe(false)
    sessionStorage.setItem('tuvens-form', '{"owner":1}')
    expect(takeForm(sessionStorage, ADA)).toBeNull()
  })

  it('is not kept where the browser stores nothing', () => {
    const full = {
      getItem: () => null,
      removeItem: () => undefined,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    expect(keepForm(full, typed(), ADA)).toBe(false)
  })
})
