import { describe, expect, it } from 'vitest'
import { ROWS } from '../rights/table.ts'
import { observedChangeOf } from './observed-changes.ts'

const observed = (method: string, path: string, status = 200) => observedChangeOf({ method, path, status })

describe('a write that the ticket system accepted', () => {
  it.each([
    ['PUT', '/api/events/41'],
    ['PUT', '/api/events/41/status'],
    ['POST', '/api/events/41/occurrences'],
    ['POST', '/api/events/41/occurrences/5/cancel'],
    ['DELETE', '/api/events/41'],
    ['POST', '/manage/event/41/status'],
    ['POST', '/manage/event/41/products/5/delete'],
  ])('%s %s may have changed the event', (method, path) => {
    expect(observed(method, path)).toEqual({ hiEventId: 41, changes: 'event' })
  })

  it.each([
    ['POST', '/api/events/41/products'],
    ['PUT', '/api/events/41/products/5'],
    ['PATCH', '/api/events/41/settings'],
    ['PUT', '/api/events/41/capacity-assignments/5'],
    ['POST', '/api/events/41/orders/5/cancel'],
    ['POST', '/api/events/41/attendees'],
    ['POST', '/api/public/events/41/order'],
    ['PUT', '/api/public/events/41/order/o_x1'],
    ['POST', '/api/public/events/41/order/o_x1/abandon'],
    ['POST', '/event/41'],
    ['POST', '/checkout/41/o_x1/details'],
  ])('%s %s may have changed its shop', (method, path) => {
    expect(observed(method, path)).toEqual({ hiEventId: 41, changes: 'shop' })
  })

  it.each([
    ['POST', '/api/events/41/messages'],
    ['POST', '/api/events/41/attendees/5/check_in'],
    ['POST', '/api/events/41/orders/5/message'],
    ['POST', '/api/events/41/questions'],
    ['POST', '/api/images'],
    ['PUT', '/api/users/me'],
  ])('%s %s has changed nothing for attendees', (method, path) => {
    expect(observed(method, path)).toBeNull()
  })
})

it('a read, and a write that was refused, has changed nothing', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS'])
    expect(observed(method, '/api/events/41/status')).toBeNull()
  for (const status of [401, 403, 422, 500])
    expect(observed('PUT', '/api/events/41/status', status)).toBeNull()
})

it('no read of the table of rights counts as a change, and every form of an event does', () => {
  for (const row of ROWS) {
    const [need = '', method = '', pattern = ''] = row.split(' ')
    const path = pattern.replace(':event', '41').replaceAll(':id', '5')
    const isForm = method === 'POST' && path.startsWith('/manage/event/41/') && need !== 'open'
    if (method === 'GET') expect(observed(method, path), row).toBeNull()
    if (isForm) expect(observed(method, path), row).not.toBeNull()
  }
})
