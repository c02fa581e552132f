import type { FastifyInstance } from 'fastify'
import { readProducts } from '../../../catalogue/read.ts'
import { createPromo, editPromo, listPromoCodes, removePromo } from '../../../products/promo.ts'
import type { PageContext } from '../../kit/context.ts'
import { addCollectionRoutes } from '../collection/routes.tsx'
import { mapPromoRefusal, promoForm, readPromo } from './promo-form.ts'
import { ChangePromoPage, PromoPage } from './promo-page.tsx'

export function addPromoRoutes(app: FastifyInstance, context: PageContext): void {
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
