import { isolated } from '@tuvens/platform/text/isolated'
import { requireOffered } from '../../events/selling.ts'
import { reserveOrder } from '../../orders/reserve.ts'
import type { PublicEvent } from '../../public/event.ts'
import { Refusal } from '../../refusal.ts'
import type { PageContext } from '../kit/context.ts'
import type { FormReader } from '../kit/form/form-reader.ts'
import type { readChoice } from './choice.ts'
import { quantityName } from './quantity.tsx'

type Order = {
  form: FormReader
  found: PublicEvent
  products: ReturnType<typeof readChoice>
  code: string
  /** Of the client. */
  address: string
}

/** The address of the checkout; null when the order was refused and the form has the reason. */
export async function reserve(
  context: PageContext,
  { form, found, products, code, address }: Order,
): Promise<string | null> {
  const { id } = found.event
  try {
    await requireOffered(context, id)
    const input = { products, promo_code: code === '' ? null : code }
    const { order: made, sessionIdentifier } = await reserveOrder(context, { eventId: id, input, address })
    return `/checkout/${id}/${made.short_id}/details?session_identifier=${sessionIdentifier}`
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error
    const [field = ''] = Object.keys(error.errors ?? {})
    const at = Number(/^products\.(\d+)$/.exec(field)?.[1] ?? Number.NaN)
    const priceId = products[at]?.quantities[0]?.price_id
    form.refuse(priceId === undefined ? '' : quantityName(priceId), buyerMessage(error.message))
    return null
  }
}

/** Rewrites a message of the REST API for buyers. */
function buyerMessage(message: string): string {
  return message
    .replace(/^The product (.+) is sold out$/, (_, title) => `${isolated(title)} sold out a moment ago`)
    .replace(/^The product (.+) is /, (_, title) => `${isolated(title)} is `)
    .replace(
      /^The maximum number of products available for (.+) is (\d+)$/,
      (_, title, most) => `Only ${most} of ${isolated(title)} can be had now`,
    )
    .replace(
      /^You must order at least (\d+) of (.+)$/,
      (_, least, title) => `${isolated(title)} comes in orders of ${least} or more`,
    )
    .replace(/^This event occurrence has been cancelled$/, 'This date was cancelled. Choose another one')
    .replace(/^Not enough capacity.*/, 'There are not enough places left on this date')
    .replace(
      /^The minimum amount for (.+) is (\S+)$/,
      (_, title, least) => `The least for ${isolated(title)} is ${least}`,
    )
}
