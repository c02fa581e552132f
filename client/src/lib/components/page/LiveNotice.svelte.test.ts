import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import type { LiveState } from '$lib/stores/freshness.ts'
import { render, textOf } from '../../../../test-support/mounted.ts'
import LiveNotice from './LiveNotice.svelte'

const AT = new Date(2026, 5, 14, 20, 3).getTime()

function show(state: LiveState, freshAt: number | null = AT) {
  const props = $state({ state, freshAt, locale: 'en-GB' })
  return { page: render(LiveNotice, props), props }
}

describe('the notice about live updates', () => {
  it.each(['idle', 'connecting', 'live', 'reconnecting', 'reading'] as const)(
    'is empty while %s',
    (state) => {
      expect(textOf(show(state).page)).toBe('')
    },
  )

  it('shows since when no updates arrive, and hides this when they arrive again', () => {
    const { page, props } = show('stale')
    expect(textOf(page)).toBe('Updates do not arrive. Trying again. This is how it was at 20:03.')
    props.state = 'reading'
    flushSync()
    expect(textOf(page)).toBe('')
  })

  it('shows that the browser is offline, also on a page that has received nothing', () => {
    expect(textOf(show('offline', null).page)).toBe(
      'You are offline. This is how it was when the page was opened.',
    )
  })
})
