import { createRawSnippet } from 'svelte'
import { describe, expect, it } from 'vitest'
import { find, render, textOf } from '../../../../test-support/mounted.ts'
import ErrorSummary from './ErrorSummary.svelte'
import Field from './Field.svelte'
import Select from './Select.svelte'

type ControlAttributes = { id: string; name: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' }

const control = createRawSnippet<[ControlAttributes]>((tied) => ({
  render: () => {
    const entries = Object.entries(tied()).map(([name, value]) => `${name}="${value}"`)
    return `<input ${entries.join(' ')}>`
  },
}))

describe('a field', () => {
  it('is tied to its label', () => {
    const page = render(Field, { id: 'title', label: 'Title', control })
    expect(find<HTMLInputElement>(page, 'input').labels?.[0]?.textContent).toBe('Title')
    expect(find(page, 'input').hasAttribute('aria-describedby')).toBe(false)
  })

  it('is tied to its hint and its error, the hint first', () => {
    const page = render(Field, {
      id: 'title',
      label: 'Title',
      hint: 'Short is good',
      error: 'Give it a title',
      control,
    })
    const input = find(page, 'input')
    const described = (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => find(page, `#${id}`))
    expect(described.map(textOf)).toEqual(['Short is good', 'Error: Give it a title'])
    expect(input.getAttribute('aria-invalid')).toBe('true')
  })

  it('shows when it may stay empty', () => {
    expect(textOf(render(Field, { id: 'end', label: 'Ends', optional: true, control }))).toBe(
      'Ends (optional)',
    )
  })
})

describe('the summary of what is wrong', () => {
  it('takes the reader to itself, and from there to each field', () => {
    const errors = { title: 'Give it a title', start: 'Say when' }
    const page = render(ErrorSummary, { errors })
    expect(document.activeElement).toBe(find(page, '[role=alert]'))
    const links = [...page.querySelectorAll('a')].map((link) => [link.getAttribute('href'), link.textContent])
    expect(links).toEqual([
      ['#title', 'Give it a title'],
      ['#start', 'Say when'],
    ])
  })

  it('can be about the whole', () => {
    const page = render(ErrorSummary, {
      title: 'That e-mail and password do not match',
      message: 'Check both.',
    })
    expect(textOf(page)).toBe('That e-mail and password do not match Check both.')
    expect(page.querySelector('ul')).toBeNull()
  })
})

describe('a list to choose from', () => {
  const choices = [
    { value: 'EUR', label: 'Euro' },
    { value: 'GBP', label: 'Pound' },
  ]

  it('has the chosen one chosen', () => {
    expect(find<HTMLSelectElement>(render(Select, { choices, chosen: 'GBP' }), 'select').value).toBe('GBP')
  })

  it('keeps an unknown value, so that saving does not change it', () => {
    const select = find<HTMLSelectElement>(render(Select, { choices, chosen: 'XPF' }), 'select')
    expect([select.value, select.options.length]).toEqual(['XPF', 3])
  })

  it('can be left empty where that is allowed', () => {
    const select = find<HTMLSelectElement>(
      render(Select, { choices, chosen: '', empty: 'Not given' }),
      'select',
    )
    expect([select.value, select.options[0]?.text]).toEqual(['', 'Not given'])
  })
})
