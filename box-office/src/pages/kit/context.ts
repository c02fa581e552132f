import type { OrderContext } from '../../orders/context.ts'

/** What the pages use: they do everything the REST API does, sales included. */
export type PageContext = OrderContext
