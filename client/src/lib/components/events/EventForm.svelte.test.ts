import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import { EMPTY_EVENT, EVENT_FIELDS, type EventValues } from '$lib/forms/event.ts'
import { eventFormChoices } from '$lib/server/forms/choices.ts'
import { find, render, textOf } from '../../../../test-support/mounted.ts'
import EventForm from './EventForm.svelte'

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

const choices = eventFormChoices('en-GB')
const accounts = [
  { value: '1', label: 'Noorderlicht' },
  { value: '2', label: 'Studio Zuid' },
]
const FILLED: EventValues = {
  account_id: '2',
  title: 'Dinner',
  category: 'FOOD_DRINK',
  description: 'One\n\ntwo',
  start: '2030-06-13T20:00',
  start_which: 'later',
  start_instant: '2030-06-13T11:00:00.000Z',
  end: '2030-06-13T23:00',
  end_which: 'earlier',
  end_instant: '2030-06-13T14:00:00.000Z',
  further_dates: '2030-06-20 20:00 – 23:00',
  further_instants: '2030-06-20T11:00:00.000Z/2030-06-20T14:00:00.000Z',
  timezone: 'Asia/Tokyo',
  venue_name: 'De Kas',
  venue_address: 'Kade 12',
  venue_zip: '1097 DE',
  venue_city: 'Amsterdam',
  venue_region: 'Noord-Holland',
  venue_country: 'NL',
  image_url: 'https://pictures.example/a.jpg',
  image_alt: 'People on a lawn',
  currency: 'CHF',
  contact_email: 'hello@example.com',
  contact_phone: '+31 20 123',
  contact_website: 'https://www.example.com/x',
  etag: '"e-1"',
  base: '{}',
}

/** Hidden, or, as the further dates, shown with a field for each. */
const HIDDEN: readonly string[] = [
  'etag',
  'base',
  'start_instant',
  'end_instant',
  'further_instants',
  'further_dates',
  'image_url',
]

function show(
  change: { values?: EventValues; errors?: Record<string, string>; accounts?: typeof accounts } = {},
) {
  const { values = FILLED, errors } = change
  const rejected = errors === undefined ? null : { values, errors, message: 'Check the fields below.' }
  return render(EventForm, {
    values,
    rejected,
    choices,
    accounts: change.accounts ?? accounts,
    submit: 'Save',
    back: '/my-events',
  })
}

describe('the event form', () => {
  it.each(EVENT_FIELDS)('shows the value of %s', (name) => {
    expect(find<Control>(show(), `[name="${name}"]`).value).toBe(FILLED[name])
  })

  it.each(EVENT_FIELDS.filter((name) => !HIDDEN.includes(name)))('has a visible label for %s', (name) => {
    const control = find<Control>(show(), `[name="${name}"]`)
    expect(control.id).toBe(name)
    expect(control.labels?.[0]?.textContent?.trim()).toBeTruthy()
  })

  it.each(EVENT_FIELDS.filter((name) => ![...HIDDEN, 'account_id'].includes(name)))(
    'connects a problem at %s with its control',
    (name) => {
      const page = show({ errors: { [name]: 'This needs a change' } })
      const control = find<Control>(page, `[name="${name}"]`)
      expect(control.getAttribute('aria-invalid')).toBe('true')
      expect(control.getAttribute('aria-describedby')).toContain(`${name}-error`)
      expect(textOf(find(page, `#${name}-error`))).toBe('Error: This needs a change')
      expect(find(page, '.error-summary a').getAttribute('href')).toBe(`#${name}`)
    },
  )

  describe('with further dates', () => {
    const LABELS = ['Date 2 starts', 'Date 2 ends (optional)']
    const dateFields = (page: HTMLElement) =>
      [...page.querySelectorAll<HTMLInputElement>('.dates input')].map(({ value, labels }) => [
        labels?.[0]?.textContent?.trim(),
        value,
      ])
    const textIn = (page: HTMLElement) => find<HTMLInputElement>(page, '[name="further_dates"]').value
    function click(page: HTMLElement, words: string) {
      const buttons = [...page.querySelectorAll('button')]
      buttons.find((each) => (each.ariaLabel ?? each.textContent)?.trim() === words)?.click()
      flushSync()
    }

    it('has fields for each of them', () => {
      expect(dateFields(show())).toEqual([
        [LABELS[0], '2030-06-20T20:00'],
        [LABELS[1], '2030-06-20T23:00'],
      ])
    })

    it('adds a date a week after the last one, and removes one', () => {
      const page = show()
      click(page, 'Add a date')
      expect(textIn(page)).toBe('2030-06-20 20:00 – 23:00\n2030-06-27 20:00 – 23:00')
      click(page, 'Remove date 2')
      expect(textIn(page)).toBe('2030-06-27 20:00 – 23:00')
    })

    it('sends what is changed in a field', () => {
      const page = show()
      const [start, end] = page.querySelectorAll<HTMLInputElement>('.dates input')
      for (const [field, value] of [
        [start, '2030-06-21T19:30'],
        [end, ''],
      ] as const) {
        if (field) field.value = value
        field?.dispatchEvent(new Event('change', { bubbles: true }))
        flushSync()
      }
      expect(textIn(page)).toBe('2030-06-21 19:30')
    })

    it('lets people choose between two equal times, and correct what cannot be read', () => {
      const page = show({ values: { ...FILLED, further_dates: '2030-10-27 02:30 earlier\nsoon' } })
      const which = find<HTMLSelectElement>(page, '.dates select')
      which.value = 'later'
      which.dispatchEvent(new Event('change', { bubbles: true }))
      flushSync()
      expect(textIn(page)).toBe('2030-10-27 02:30 later\nsoon')
      expect(find<HTMLInputElement>(page, '[aria-label="Date 3"]').value).toBe('soon')
    })

    it('tells a problem where it can be corrected', () => {
      const page = show({ errors: { further_dates: 'Date 2: too late' } })
      expect(find(page, '.error-summary a').getAttribute('href')).toBe('#further_dates')
      expect(find(page, '#further_dates').matches('ol')).toBe(true)
      expect(textOf(find(page, '.more > div > .field__error'))).toContain('Date 2: too late')
    })
  })

  it('asks which of two equal times is meant only where there are two', () => {
    expect(show({ values: { ...FILLED, start_which: '' } }).querySelector('#start_which')).toBeNull()
    const asked = show({ values: EMPTY_EVENT, errors: { start_which: 'Choose' } })
    expect(find<HTMLSelectElement>(asked, '#start_which').value).toBe('')
  })

  it('shows the picture that it has, and lets a person remove it or choose another', () => {
    const page = show()
    const shown = find<HTMLImageElement>(page, 'img.preview')
    expect([shown.src, shown.alt]).toEqual(['https://pictures.example/a.jpg', 'People on a lawn'])
    const choice = find<HTMLInputElement>(page, 'input[type=file]')
    expect([choice.name, choice.labels?.[0]?.textContent?.trim()]).toEqual(['picture', 'Picture (optional)'])
    expect(find<HTMLInputElement>(page, '[name=image_remove]').checked).toBe(false)
  })

  it('has nothing to remove without a picture', () => {
    const page = show({ values: { ...FILLED, image_url: '' } })
    expect(page.querySelector('img.preview, [name=image_remove]')).toBeNull()
  })

  it('connects a problem with the picture with the choice of a file', () => {
    const page = show({ errors: { image_url: 'Choose a JPEG' } })
    const choice = find(page, 'input[type=file]')
    expect(choice.getAttribute('aria-describedby')).toContain('image_url-error')
    expect(find(page, '.error-summary a').getAttribute('href')).toBe(`#${choice.id}`)
  })

  it('offers the accounts only when there are several', () => {
    const only = show({ accounts: accounts.slice(0, 1) })
    expect(find<HTMLInputElement>(only, '[name=account_id]').type).toBe('hidden')
    expect(find(show(), '[name=account_id]').tagName).toBe('SELECT')
  })

  it("starts a new event in the browser's zone", () => {
    const page = show({ values: EMPTY_EVENT })
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    expect(find<HTMLSelectElement>(page, '[name=timezone]').value).toBe(timeZone)
  })

  it('leaves an existing event in its own zone', () => {
    expect(find<HTMLSelectElement>(show(), '[name=timezone]').value).toBe('Asia/Tokyo')
  })

  it('leaves checking to the server, which explains each problem', () => {
    expect(find<HTMLFormElement>(show(), 'form').noValidate).toBe(true)
  })

  it('can be left without saving', () => {
    expect(find(show(), 'a.button--quiet').getAttribute('href')).toBe('/my-events')
  })
})

describe('the choices of the event form', () => {
  it.each(['en-GB', 'en-US'])('have a name for each value in %s', (locale) => {
    for (const list of Object.values(eventFormChoices(locale))) {
      expect(new Set(list.map(({ value }) => value)).size).toBe(list.length)
      for (const { label } of list) expect(label.trim()).not.toBe('')
    }
  })

  it('list countries by their names, not by their codes', () => {
    const labels = choices.countries.map(({ label }) => label)
    expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b)))
    expect(labels).toContain('Netherlands')
    expect(choices.countries.every(({ value, label }) => value !== label)).toBe(true)
  })

  it('contain every default of a new event', () => {
    expect(choices.categories.map(({ value }) => value)).toContain(EMPTY_EVENT.category)
    expect(choices.currencies.map(({ value }) => value)).toContain(EMPTY_EVENT.currency)
    expect(choices.zones.map(({ value }) => value)).toContain(EMPTY_EVENT.timezone)
  })
})
