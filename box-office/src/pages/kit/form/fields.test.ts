import fc from 'fast-check'
import { h, type VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { decode, fieldsOf, tagsOf } from '../../../../test-support/markup.ts'
import { Check, Radios } from './choices.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { AmountField, Field, Select, TextArea } from './fields.tsx'
import type { FormState } from './form-state.ts'

const typed = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...Array.from('<>"\'&/=; a')), maxLength: 12 }),
)
const form = (value: string, message?: string): FormState => ({
  values: { name: value },
  problems: message === undefined ? [] : [{ field: 'name', message }],
})
const html = <P>(page: VNode<P>) => renderToString(page)
const input = <P>(page: VNode<P>) =>
  tagsOf(html(page)).find(({ name }) => /^(input|textarea|select)$/.test(name))

describe('a field of a form', () => {
  it('shows every text exactly as it was typed, and nothing of it becomes markup', () => {
    fc.assert(
      fc.property(typed, typed, (value, message) => {
        const field = { name: 'name', label: message, hint: message }
        const draw = [
          (state: FormState) => html(h(Field, { ...field, form: state })),
          (state: FormState) => html(h(TextArea, { ...field, form: state })),
        ]
        for (const each of draw) {
          const names = (text: string) => tagsOf(text).map(({ name }) => name)
          expect(fieldsOf(each(form(value, message)))).toEqual({ name: value })
          expect(names(each(form(value, message)))).toEqual(names(each(form('x', message))))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is connected to its label, its hint and its error', () => {
    const page = h(Field, { form: form('x', 'Wrong'), name: 'name', label: 'Name', hint: 'As printed' })
    const { attributes = {} } = input(page) ?? {}
    expect(attributes).toMatchObject({ id: 'f-name', 'aria-invalid': 'true', required: '' })
    const ids = tagsOf(html(page)).map((tag) => tag.attributes['id'])
    for (const id of (attributes['aria-describedby'] ?? '').split(' ')) expect(ids).toContain(id)
    expect(html(page)).toContain('<label for="f-name">')
    expect(html(page)).toContain('id="f-name-error">Wrong<')
  })

  it('is marked as optional when it is not required, unless the mark is switched off', () => {
    const of = (optional: boolean | 'silent') =>
      h(Field, { form: form(''), name: 'name', label: 'Name', optional })
    expect(html(of(true))).toContain('(optional)')
    expect(html(of('silent'))).not.toContain('(optional)')
    for (const each of [true, 'silent'] as const)
      expect(input(of(each))?.attributes).not.toHaveProperty('required')
  })

  it('never shows a password again', () => {
    const page = h(Field, { form: form('secret'), name: 'name', label: 'Password', type: 'password' })
    expect(html(page)).not.toContain('secret')
  })

  it.each([
    ['JPY', 'numeric'],
    ['EUR', 'decimal'],
    ['KWD', 'decimal'],
  ])('asks for an amount in %s with the %s keyboard, as text', (currency, inputmode) => {
    const page = h(AmountField, { form: form('12,50'), name: 'name', label: 'Price', currency })
    expect(input(page)?.attributes).toMatchObject({ inputmode, type: 'text', value: '12,50' })
    expect(html(page)).toContain(`Price in ${currency}`)
  })
})

describe('a choice of a form', () => {
  const options = [
    { value: 'a', label: 'First' },
    { value: '"b"', label: '<Second>' },
  ]

  it.each(['a', '"b"'])('has %j selected when it was sent, and nothing else', (value) => {
    const field = { form: form(value), name: 'name', label: 'Which', options }
    for (const text of [html(h(Select, field)), html(h(Radios, field))]) {
      expect(fieldsOf(text)).toEqual({ name: value })
      expect(decode(text)).toContain('<Second>')
      expect(text).not.toContain('<Second>')
    }
  })

  it('has nothing checked for a value that is none of its options', () => {
    const page = h(Radios, { form: form('c'), name: 'name', label: 'Which', options })
    expect(fieldsOf(html(page))).toEqual({})
  })

  it('is ticked only by the value that browsers send', () => {
    const ticked = (value: string) =>
      fieldsOf(html(h(Check, { form: form(value), name: 'name', label: 'Yes' })))
    expect([ticked('on'), ticked(''), ticked('true')]).toEqual([{ name: 'on' }, {}, {}])
  })
})

describe('the error summary', () => {
  it('is absent while there are no problems', () => {
    expect(html(h(ErrorSummary, { form: form('x') }))).toBe('')
  })

  it('links each problem to its field, and shows one without a field as text', () => {
    const problems = [
      { field: 'tiers.0.label', message: 'Name <it>' },
      { field: '', message: 'Choose a ticket' },
    ]
    const text = html(h(ErrorSummary, { form: { values: {}, problems } }))
    expect(text).toContain('<a href="#f-tiers-0-label">Name &lt;it></a>')
    expect(text).toContain('<li>Choose a ticket</li>')
    expect(tagsOf(text)[0]?.attributes).toMatchObject({ role: 'alert', tabindex: '-1', autofocus: '' })
  })
})
