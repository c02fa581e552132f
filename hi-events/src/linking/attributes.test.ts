import { describe, expect, it } from 'vitest'
import type { HiEvent } from '../upstream/event-answers.ts'
import { carries, linkAttributes, originalOf, tuvensIdOf } from './attributes.ts'

const event = (id: number, attributes: { name: string; value: unknown }[] | null | undefined) =>
  ({ id, attributes }) as HiEvent
const replacing = (id: number, gone: number) => event(id, linkAttributes('11', gone))
const plain = (id: number) => event(id, linkAttributes('11', null))

describe('the attributes of a link', () => {
  it('name the Tuvens event, and the deleted event that is replaced', () => {
    expect(linkAttributes('11', null)).toEqual([{ name: 'tuvens_event_id', value: '11' }])
    expect(linkAttributes('11', 5)).toEqual([
      { name: 'tuvens_event_id', value: '11' },
      { name: 'tuvens_replaces', value: '5' },
    ])
  })

  it('match only when all have exactly the same values', () => {
    expect(carries(replacing(9, 5), linkAttributes('11', 5))).toBe(true)
    expect(carries(replacing(9, 5), linkAttributes('11', null))).toBe(true)
    expect(carries(plain(9), linkAttributes('11', 5))).toBe(false)
    expect(carries(replacing(9, 6), linkAttributes('11', 5))).toBe(false)
    expect(carries(event(9, [{ name: 'tuvens_event_id', value: 11 }]), linkAttributes('11', null))).toBe(
      false,
    )
    for (const none of [null, undefined, []])
      expect(carries(event(9, none), linkAttributes('11', null))).toBe(false)
  })

  it.each([
    ['11', '11'],
    ['0', null],
    ['011', null],
    [' 11', null],
    ['11\n', null],
    [11, null],
    [{ toString: () => '11' }, null],
    [null, null],
  ])('with the value %j name the Tuvens event %j', (value, id) => {
    expect(tuvensIdOf(event(1, [{ name: 'tuvens_event_id', value }]))).toBe(id)
  })
})

describe('the original among events with the same attributes', () => {
  it.each([
    ['the oldest', [plain(7), plain(5), plain(6)], 5],
    ['the one that replaced a deleted one', [plain(7), replacing(9, 5), plain(8)], 9],
    [
      'the oldest of several that replaced a deleted one, because the others are copies',
      [replacing(12, 5), replacing(9, 5)],
      9,
    ],
    ['the one that replaced the event deleted last', [replacing(9, 5), replacing(14, 9)], 14],
  ])('is %s', (_what, events, id) => {
    expect(originalOf(events)?.id).toBe(id)
  })

  it('is undefined for an empty list', () => {
    expect(originalOf([])).toBeUndefined()
  })
})
