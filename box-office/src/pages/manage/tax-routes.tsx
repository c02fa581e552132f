import type { FastifyInstance } from 'fastify'
import type { JSX } from 'preact'
import type { PageContext as Context } from '../kit/context.ts'
import type { TaxRow } from '../../catalogue/store.ts'
import { createTax, editTax, listTaxesAndFees, removeTax } from '../../products/taxes.ts'
import { Check, Field, Radios } from '../kit/fields.tsx'
import { type FormReader, type FormState, formOf } from '../kit/form.ts'
import { managePath } from './chrome.tsx'
import { type CollectionListProps, addCollectionRoutes } from './collection.tsx'
import { ChangePage, CollectionLine, CollectionPage } from './collection-page.tsx'
import type { ManagedEvent } from './load.ts'
import { readShare } from './sale-fields.ts'
import { formatRate } from './tax-words.ts'

/** Taxes and fees belong to the account: all of its events can use them. */
export function addTaxRoutes(app: FastifyInstance, context: Context): void {
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

const FLAGS = ['is_active', 'is_default'] as const

function taxForm(tax: TaxRow): FormState {
  return formOf({
    name: tax.name,
    description: tax.description,
    type: tax.type,
    calculation_type: tax.calculation_type,
    rate: tax.rate,
    ...Object.fromEntries(FLAGS.map((flag) => [flag, tax[flag] ? 'on' : ''])),
  })
}

function readTax(form: FormReader, currency: string) {
  // In the order of the form, which is the order of the error summary.
  const name = form.text('name', { max: 60, required: 'Give it a name, like “VAT”' })
  const type = form.choice('type', ['TAX', 'FEE'], 'Choose whether it is a tax or a fee')
  const calculation_type = form.choice(
    'calculation_type',
    ['PERCENTAGE', 'FIXED'],
    'Choose how it is counted',
  )
  const isPercentage = calculation_type === 'PERCENTAGE'
  const rate = readShare(form, 'rate', { isPercentage, decimals: 4, currency })
  return {
    name,
    description: form.optional('description'),
    type,
    calculation_type,
    rate,
    ...Object.fromEntries(FLAGS.map((flag) => [flag, form.checked(flag)])),
  }
}

function TaxesPage({ managed, items, form, done }: CollectionListProps<TaxRow>): JSX.Element {
  const { event } = managed
  return (
    <CollectionPage
      managed={managed}
      tab="tickets"
      title="Taxes and fees"
      lead="They come on the price of the tickets you tick them for, at any of your events."
      form={form}
      done={done}
      path="taxes"
      isEmpty={items.length === 0}
      add={{
        title: 'Add a tax or fee',
        button: 'Add it',
        fields: <TaxFields form={form} currency={event.currency} />,
      }}
    >
      {items.map((tax) => (
        <CollectionLine
          key={tax.id}
          href={managePath(event.id, `/taxes/${tax.id}`)}
          title={tax.name}
          name={tax.name}
          badge={tax.is_active ? null : 'Off'}
        >
          <p class="muted small num">
            {tax.type === 'TAX' ? 'Tax' : 'Fee'} · {formatRate(tax, event.currency)}
            {tax.is_default && ' · on new tickets'}
          </p>
        </CollectionLine>
      ))}
    </CollectionPage>
  )
}

type ChangeProps = { managed: ManagedEvent; item: TaxRow; form: FormState }

function ChangeTaxPage({ managed, item, form }: ChangeProps): JSX.Element {
  return (
    <ChangePage
      managed={managed}
      tab="tickets"
      title={`Change ${item.name}`}
      back="Taxes and fees"
      path={`taxes/${item.id}`}
      form={form}
      remove={{
        text: 'New orders no longer have it then; those that were made keep it.',
        button: 'Delete it',
      }}
    >
      <TaxFields form={form} currency={managed.event.currency} />
    </ChangePage>
  )
}

function TaxFields({ form, currency }: { form: FormState; currency: string }): JSX.Element {
  return (
    <>
      <Field form={form} name="name" label="Name" hint="What buyers read, like “VAT” or “Service fee”" />
      <Radios
        form={form}
        name="type"
        label="What is it?"
        class="kinds"
        options={[
          { value: 'TAX', label: 'A tax', hint: 'On the price with its fees' },
          { value: 'FEE', label: 'A fee', hint: 'On the price' },
        ]}
      />
      <Radios
        form={form}
        name="calculation_type"
        label="How is it counted?"
        class="kinds"
        options={[
          { value: 'PERCENTAGE', label: 'In percent' },
          { value: 'FIXED', label: 'As an amount', hint: 'For each ticket' },
        ]}
      />
      <Field
        form={form}
        name="rate"
        label={`How much (% or ${currency})`}
        input={{ inputmode: 'decimal', class: 'num' }}
      />
      <Field form={form} name="description" label="Note" optional hint="What it is for" />
      <div>
        <Check form={form} name="is_default" label="Tick it for new tickets" />
        <Check form={form} name="is_active" label="It is in force" hint="Without the tick nothing is added" />
      </div>
    </>
  )
}
