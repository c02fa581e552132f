import { describe, expect, it } from 'vitest'
import { EMPTY_EVENT, type EventValues } from '$lib/forms/event.ts'
import { baseOf, mergeEdit } from './merge.ts'

const loaded: EventValues = {
  ...EMPTY_EVENT,
  title: 'Dinner',
  category: 'MUSIC',
  description: 'Five courses',
  start: '2030-06-13T20:00',
  start_instant: '2030-06-13T18:00:00.000Z',
  etag: '"1"',
}
const form = { ...loaded, base: baseOf(loaded) }
/** The event after somebody else saved this. */
const savedWith = (change: Partial<EventValues>): EventValues => {
  const values = { ...loaded, ...change, etag: '"2"' }
  return { ...values, base: baseOf(values) }
}

describe('a form that was typed while somebody else saved the event', () => {
  it('takes what was left alone, keeps what both changed, and tells each', () => {
    const typed = { ...form, title: 'Supper', description: 'Six courses' }
    const current = savedWith({ title: 'Lunch', category: 'FOOD_DRINK' })
    const { values, errors } = mergeEdit(typed, current)
    expect(values).toEqual({ ...current, title: 'Supper', description: 'Six courses' })
    expect(errors).toEqual({
      title: 'The title is now “Lunch”; if you save, yours replaces it',
      category: 'The kind of event is now “Food & drink”',
    })
  })

  it('tells nothing that both changed to the same, and takes a time with its instant', () => {
    const moved = { start: '2030-06-13T21:00', start_instant: '2030-06-13T19:00:00.000Z' }
    const { values, errors } = mergeEdit({ ...form, title: 'Lunch' }, savedWith({ title: 'Lunch', ...moved }))
    expect(values).toMatchObject({ title: 'Lunch', ...moved })
    expect(errors).toEqual({ start: 'The start is now “2030-06-13 21:00”' })
  })

  it('tells a long text in part, by whole letters, and an emptied one as removed', () => {
    const typed = { ...form, title: 'Supper' }
    const { errors } = mergeEdit(typed, savedWith({ title: '', description: '👩‍🍳'.repeat(200) }))
    expect(errors).toEqual({
      title: 'The title was removed; if you save, yours replaces it',
      description: `The description is now “${'👩‍🍳'.repeat(120)}…”`,
    })
  })

  it.each(['', 'no JSON', 'null'])(
    'keeps everything typed when it cannot tell what was loaded: %j',
    (base) => {
      const { values, errors } = mergeEdit(
        { ...form, base, title: 'Supper' },
        savedWith({ description: 'Six' }),
      )
      expect(values).toMatchObject({ title: 'Supper', description: 'Five courses', etag: '"2"' })
      expect(Object.keys(errors)).toEqual(['title', 'description'])
    },
  )
})
