import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { Fields } from './fields.ts'

/** The messages of Hi.Events, which callers show to people. */
function errorsOf(input: unknown, read: (fields: Fields) => unknown): unknown {
  const fields = new Fields(input)
  read(fields)
  try {
    fields.done()
    return null
  } catch (error) {
    if (error instanceof Refusal) return [error.message, error.errors]
    throw error
  }
}

describe('a text field', () => {
  const title = (fields: Fields) => fields.text('title', { min: 2, max: 5 })

  it.each([
    [{}, 'The title field is required.'],
    [{ title: null }, 'The title field is required.'],
    [{ title: '' }, 'The title field is required.'],
    [{ title: '   ' }, 'The title field is required.'],
    [{ title: 5 }, 'The title field must be a string.'],
    [{ title: ['a'] }, 'The title field must be a string.'],
    [{ title: 'a\ud800' }, 'The title field must be a string.'],
    [{ title: 'abcdef' }, 'The title field must not be greater than 5 characters.'],
    [{ title: 'a' }, 'The title field must be at least 2 characters.'],
  ])('refuses %j', (input, message) => {
    const [, errors] = errorsOf(input, title) as [string, Record<string, string[]>]
    expect(errors['title']?.[0]).toBe(message)
  })

  it('counts an emoji as one character, as PHP does', () => {
    expect(errorsOf({ title: '🎫🎫🎫🎫🎫' }, title)).toBeNull()
    expect(errorsOf({ title: '🎫🎫🎫🎫🎫🎫' }, title)).not.toBeNull()
  })

  it('is trimmed, except where every character counts', () => {
    const fields = new Fields({ name: ' Ada ', password: ' secret ' })
    expect(fields.text('name')).toBe('Ada')
    expect(fields.text('password', { kind: 'secret' })).toBe(' secret ')
  })

  it('never has a control character that a paste brought, and only a text of lines has line breaks', () => {
    const pasted = fc.constantFrom(
      '\0',
      '\t',
      '\n',
      '\r',
      '\u000b',
      '\u007f',
      '\u0085',
      '\u2028',
      '\u202e',
      'a',
      'ש',
    )
    fc.assert(
      fc.property(fc.string({ unit: pasted, maxLength: 30 }), (typed) => {
        const fields = new Fields({ title: typed, description: typed })
        expect(fields.optionalText('title') ?? '').not.toMatch(/[^\P{Cc}\t]|[\u2028\u2029\u202d\u202e]/u)
        expect(fields.optionalText('description', { kind: 'lines' }) ?? '').not.toMatch(
          /[^\P{Cc}\t\n]|[\u2028\u2029\u202d\u202e]/u,
        )
        fields.done()
      }),
    )
  })

  it('is not read from the prototype of the body', () => {
    expect(new Fields({}).optionalText('toString')).toBeNull()
    expect(new Fields(JSON.parse('{"__proto__": {"name": "x"}}')).optionalText('name')).toBeNull()
  })
})

describe('a number field', () => {
  const count = (fields: Fields) => fields.integer('count', { min: 1, max: 10 })

  it.each([
    [{}, 'The count field is required.'],
    [{ count: '' }, 'The count field is required.'],
    [{ count: true }, 'The count field must be a number.'],
    [{ count: 'two' }, 'The count field must be a number.'],
    [{ count: {} }, 'The count field must be a number.'],
    [{ count: 1.5 }, 'The count field must be an integer.'],
    [{ count: 0 }, 'The count field must be at least 1.'],
    [{ count: 11 }, 'The count field must not be greater than 10.'],
  ])('refuses %j', (input, message) => {
    const [, errors] = errorsOf(input, count) as [string, Record<string, string[]>]
    expect(errors['count']?.[0]).toBe(message)
  })

  it.each([
    [7, 7],
    ['7', 7],
  ])('accepts %j', (value, expected) => {
    const fields = new Fields({ count: value })
    expect(count(fields)).toBe(expected)
    fields.done()
  })
})

describe('a choice or boolean field', () => {
  it.each([
    [true, true],
    [1, true],
    ['1', true],
    [false, false],
    [0, false],
    ['0', false],
    [null, null],
  ])('reads %j as %j', (value, expected) => {
    const fields = new Fields({ flag: value })
    expect(fields.optionalBoolean('flag')).toBe(expected)
    fields.done()
  })

  it.each(['yes', 2, [], {}])('refuses %j as a boolean', (flag) => {
    expect(errorsOf({ flag }, (fields) => fields.boolean('flag', false))).toEqual([
      'The flag field must be true or false.',
      { flag: ['The flag field must be true or false.'] },
    ])
  })

  it('accepts only the listed choices, in their case', () => {
    const status = (fields: Fields) => fields.choice('status', ['DRAFT', 'LIVE'])
    expect(errorsOf({ status: 'LIVE' }, status)).toBeNull()
    expect(errorsOf({ status: 'live' }, status)).toEqual([
      'The selected status is invalid.',
      { status: ['The selected status is invalid.'] },
    ])
    expect(errorsOf({}, status)).toEqual([
      'The status field is required.',
      { status: ['The status field is required.'] },
    ])
  })
})

describe('errors of a body', () => {
  it('are reported together, the first as the message with the number of the others', () => {
    const read = (fields: Fields) => {
      fields.text('first_name')
      fields.email('email')
      fields.integer('quantity')
    }
    expect(errorsOf({ email: 'nobody' }, read)).toEqual([
      'The first name field is required. (and 2 more errors)',
      {
        first_name: ['The first name field is required.'],
        email: ['The email field must be a valid email address.'],
        quantity: ['The quantity field is required.'],
      },
    ])
  })

  it('contain "error" in the singular for one more', () => {
    const read = (fields: Fields) => [fields.text('a'), fields.text('b')]
    expect((errorsOf({}, read) as [string])[0]).toBe('The a field is required. (and 1 more error)')
  })

  it('of list entries name their index', () => {
    const read = (fields: Fields) => fields.list('prices').map((each) => each.text('label'))
    expect(errorsOf({ prices: [{ label: 'Early' }, {}] }, read)).toEqual([
      'The label field is required.',
      { 'prices.1.label': ['The label field is required.'] },
    ])
    expect(errorsOf({ prices: 'many' }, read)).toEqual([
      'The prices field must be an array.',
      { prices: ['The prices field must be an array.'] },
    ])
  })

  it('include a list that is too long, of which no more than the maximum is read', () => {
    const fields = new Fields({ ids: [1, 2, 3] })
    expect(fields.entries('ids', 2)).toEqual([1, 2])
    expect(() => fields.done()).toThrow('The ids field must not have more than 2 items.')
  })

  it('do not contain one message twice', () => {
    const fields = new Fields({})
    fields.refuse('title', 'The title field is required.')
    fields.refuse('title', 'The title field is required.')
    expect(() => fields.done()).toThrow(/^The title field is required\.$/)
  })
})

describe('an e-mail address', () => {
  it.each(['ada@example.com', 'a.b+c@sub.example.org', 'ü@example.com'])('may be %s', (email) => {
    expect(errorsOf({ email }, (fields) => fields.email('email'))).toBeNull()
  })

  it.each([
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'a b@example.com',
    'a@b@example.com',
    'a@example.com, b@example.com',
    '"a"@example.com',
    '<a@example.com>',
    'a@example.com\nbcc: x@example.com',
    `${'x'.repeat(250)}@example.com`,
  ])('may not be %j', (email) => {
    expect(errorsOf({ email }, (fields) => fields.email('email'))).not.toBeNull()
  })
})
