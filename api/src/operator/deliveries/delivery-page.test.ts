import { Fragment, h } from 'preact'
import { render } from 'preact-render-to-string'
import { expect, it } from 'vitest'
import { deliveryPage } from './delivery-page.tsx'

it('shows that a delivery is due, as after a replay, and else when its next attempt is', () => {
  const delivery = {
    kind: 'report',
    id: '1',
    direction: 'out',
    state: 'waiting',
    subject: 'LIVE',
    created_at: '2030-01-01T00:00:00.000Z',
    settled_at: null,
    event_id: null,
    hi_events_event_id: null,
    account_id: null,
    attempts: 0,
    error: null,
  } as const
  const pageOf = (next_attempt_at: string) =>
    render(
      h(
        Fragment,
        null,
        deliveryPage({ delivery: { ...delivery, next_attempt_at }, body: null, way: [], is_partial: false })
          .body,
      ),
    )
  expect(pageOf('2020-01-01T00:00:00.000Z')).toContain('Due now')
  expect(pageOf('2999-01-01T00:00:00.000Z')).not.toContain('Due now')
})
