import type { FastifyInstance } from 'fastify'
import type { PageContext as Context } from '../kit/context.ts'
import { readProducts } from '../../catalogue/read.ts'
import { createPromo, editPromo, listPromoCodes, removePromo } from '../../products/promo.ts'
import { addCollectionRoutes } from './collection.tsx'
import { promoForm, readPromo, mapPromoRefusal } from './promo-form.ts'
import { ChangePromoPage, PromoPage } from './promo-page.tsx'

export function addPromoRoutes(app: FastifyInstance, context: Context): void {
  const { db, clock } = context
  addCollectionRoutes(app, context, {
    path: 'promo-codes',
    one: 'code',
    list: ({ who, event }) => listPromoCodes(context, who, event.id),
    blank: { discount_type: 'PERCENTAGE' },
    fill: ({ event }, promo) => promoForm(promo, event),
    read: async ({ event }, form) => readPromo(form, event, await readProducts(db, [event.id])),
    create: ({ who, event }, input) => createPromo(context, who, { eventId: event.id, input }),
    edit: ({ who, event }, id, input) => editPromo(context, who, { eventId: event.id, id, input }),
    remove: ({ who, event }, id) => removePromo(context, who, { eventId: event.id, id }),
    mapRefusal: mapPromoRefusal,
    listPage: async (shown) => {
      const tickets = await readProducts(db, [shown.managed.event.id])
      return <PromoPage {...shown} tickets={tickets} now={clock.now()} />
    },
    changePage: async (shown) => {
      const tickets = await readProducts(db, [shown.managed.event.id])
      return <ChangePromoPage {...shown} tickets={tickets} />
    },
  })
}
