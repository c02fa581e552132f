import type { Shop } from '../../../shop/shop.ts'
import type { Format } from '../format.ts'
import { Moment } from '../moment.tsx'

type ChosenDateProps = { action: string; shop: Shop; format: Format }

/** The date whose tickets are shown, and the way back to the others. An event of a single date needs neither. */
export function ChosenDate({ action, shop, format }: ChosenDateProps) {
  if (shop.date === null) return null
  return (
    <>
      <input type="hidden" name="date" value={shop.date.id} />
      {shop.hasSeveralDates && (
        <div class="picker__chosen">
          <h2 class="picker__day">
            <Moment date={shop.date.startsAt} format={format} />
            {shop.date.label !== null && <bdi class="picker__notes">{shop.date.label}</bdi>}
          </h2>
          <button
            class="button button--small"
            type="submit"
            name="dates"
            value="all"
            formMethod="get"
            formAction={action}
            formTarget="_self"
            formNoValidate
          >
            Another date
          </button>
        </div>
      )}
    </>
  )
}
