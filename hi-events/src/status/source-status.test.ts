import { describe, expect, it } from 'vitest'
import { sourceStatusOf } from './source-status.ts'

describe('the source status of a Hi.Events event', () => {
  it.each([
    ['LIVE', 'UPCOMING', 'LIVE'],
    ['LIVE', 'ONGOING', 'LIVE'],
    ['LIVE', 'ENDED', 'ENDED'],
    ['DRAFT', 'UPCOMING', 'DRAFT'],
    ['DRAFT', 'ENDED', 'DRAFT'],
    ['ARCHIVED', 'UPCOMING', 'CANCELLED'],
    ['ARCHIVED', 'ENDED', 'CANCELLED'],
    ['SOMETHING_NEW', 'UPCOMING', 'DRAFT'],
  ])('of status %s and lifecycle status %s is %s', (status, lifecycle_status, expected) => {
    expect(sourceStatusOf({ status, lifecycle_status })).toBe(expected)
  })
})
