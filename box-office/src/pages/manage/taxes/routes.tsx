import type { FastifyInstance } from 'fastify'
import type { TaxRow } from '../../../catalogue/store.ts'
import { createTax, editTax, listTaxesAndFees, removeTax } from '../../../products/taxes.ts'
import type { PageContext } from '../../kit/context.ts'
import { addCollectionRoutes } from '../collection/routes.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { readTax, taxForm } from './tax-form.ts'
import { ChangeTaxPage, TaxesPage } from './taxes-page.tsx'

/** Taxes and fees belong to the account: all of its events can use them. */
export function addTaxRoutes(app: FastifyInstance, context: PageContext): void {
  const ownerOf = ({ who: { accountId } }: ManagedEvent) => ({ accountId })
  addCollectionRoutes<TaxRow>(app, context, {
    path: 'taxes',
    one: 'tax',
    list: (managed) => listTaxesAndFees(context, managed.who, ownerOf(managed)),
    blank: { type: 'TAX', calculation_type: 'PERCENTAGE', is_active: 'on' },
    fill: (_managed, tax) => taxForm(tax),
    read: async ({ event }, form) => readTax(form, event.currency),
    create: (managed, input) => createTax(context, managed.who, { ...ownerOf(managed), input }),
    edit: (managed, id, input) => editTax(context, managed.who, { ...ownerOf(managed), id, input }),
    remove: (managed, id) => removeTax(context, managed.who, { ...ownerOf(managed), id }),
    listPage: async (shown) => <TaxesPage {...shown} />,
    changePage: async (shown) => <ChangeTaxPage {...shown} />,
  })
}
