import type { Shop } from '../../shop/shop.ts'
import type { PickerDisplay } from './props.ts'

/** The heading of the picker; the page around a frame has one already. */
export function Title({ display, shop }: { display: PickerDisplay; shop: Shop }) {
  return display.isStandalone ? (
    <h1 dir="auto">{shop.title}</h1>
  ) : (
    <h1 class="visually-hidden">
      Tickets for <bdi>{shop.title}</bdi>
    </h1>
  )
}
