import type { DeliveryContext } from '../deliveries/context.ts'
import type { ConcurrencyLimit } from '../rest/concurrency.ts'

export type OrderContext = DeliveryContext & {
  /** Orders being made, per event: a rush on one event leaves database connections for the others. */
  limitSales: ConcurrencyLimit
}
