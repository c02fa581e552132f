import type { DeliveryContext } from '../deliveries/context.ts'
import { requireEvent } from '../events/read.ts'
import type { Principal } from '../rest/principal.ts'
import { changeWithWebhooks } from '../deliveries/announce.ts'
import { addProduct } from '../catalogue/add-product.ts'
import type { Product } from '../catalogue/read.ts'
import { readProduct } from './input.ts'
import { productShape } from '../catalogue/shape.ts'

export async function createProduct(
  context: DeliveryContext,
  principal: Principal,
  { eventId, input }: { eventId: number; input: unknown },
): Promise<Product> {
  const event = await requireEvent(context, principal, eventId)
  const wanted = await readProduct(context, event, input)
  return changeWithWebhooks(context, event.organizer_id, async (tx, sendWebhooks) => {
    const product = await addProduct(tx, wanted)
    await sendWebhooks('product.created', productShape(product, { now: context.clock.now() }))
    return product
  })
}
