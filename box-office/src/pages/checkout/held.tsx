import type { JSX } from 'preact'
import { clockTime, zoneName } from '../../rest/words.ts'
import { Icon } from '../kit/layout/icon.tsx'
import type { OpenedOrder } from './load.ts'

/** A clock time stays right without a script; the script adds the countdown. */
export function Held({
  opened: { order, event },
  secondsLeft,
}: {
  opened: OpenedOrder
  secondsLeft: number
}): JSX.Element {
  const until = clockTime(order.reserved_until, event.timezone)
  const zone = zoneName(event.timezone, order.reserved_until)
  return (
    <p class="held" data-hold-seconds={String(secondsLeft)}>
      <Icon name="clock" size={20} />
      <span>
        Held for you until <strong class="num">{until}</strong> <span class="muted">({zone})</span>
        <span class="held__left num" data-hold-left hidden />
      </span>
    </p>
  )
}
