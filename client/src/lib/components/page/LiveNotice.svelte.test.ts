import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveState } from '$lib/stores/eventUpdatesStore.ts'
import { render, textOf } from '../../../../test-support/mounted.ts'
import LiveNotice from './LiveNotice.svelte'

function show(state: LiveState) {
  const props = $state({ state })
  return { page: render(LiveNotice, props), props }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the notice about live updates', () => {
  it.each(['idle', 'connecting', 'live'] as const)('is empty while %s', (state) => {
    const { page } = show(state)
    vi.advanceTimersByTime(60_000)
    flushSync()
    expect(textOf(page)).toBe('')
  })

  it('does not appear for a short interruption, but for a long one', () => {
    const { page, props } = show('reconnecting')
    vi.advanceTimersByTime(3_000)
    flushSync()
    expect(textOf(page)).toBe('')
    props.state = 'live'
    flushSync()
    props.state = 'reconnecting'
    flushSync()
    vi.advanceTimersByTime(4_000)
    flushSync()
    expect(textOf(page)).toContain('Live updates are interrupted.')
  })

  it('shows at once that the browser is offline, and hides this when it is online again', () => {
    const { page, props } = show('offline')
    expect(textOf(page)).toContain('You are offline.')
    props.state = 'live'
    flushSync()
    expect(textOf(page)).toBe('')
  })
})
