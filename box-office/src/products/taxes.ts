import type { BaseContext } from '../base-context.ts'
import type { Principal } from '../rest/principal.ts'
import { missing } from '../refusal.ts'
import { Fields } from '../rest/fields.ts'
import { deleteTax, insertTax, listTaxes, type TaxRow, updateTax } from '../catalogue/store.ts'

type AccountId = { accountId: number }
type TaxIds = AccountId & { id: number }

export async function createTax(
  context: BaseContext,
  principal: Principal,
  { accountId, input }: AccountId & { input: unknown },
): Promise<TaxRow> {
  requireOwnAccount(principal, accountId)
  const [tax] = await insertTax(context.db, { ...readTax(input), account_id: accountId })
  if (tax === undefined) throw missing('Account', accountId)
  return tax
}

export async function listTaxesAndFees(
  context: BaseContext,
  principal: Principal,
  { accountId }: AccountId,
): Promise<TaxRow[]> {
  requireOwnAccount(principal, accountId)
  return listTaxes(context.db, accountId)
}

/** Existing orders keep their taxes. */
export async function editTax(
  context: BaseContext,
  principal: Principal,
  { accountId, id, input }: TaxIds & { input: unknown },
): Promise<TaxRow> {
  requireOwnAccount(principal, accountId)
  const [tax] = await updateTax(context.db, { ...readTax(input), account_id: accountId, id })
  if (tax === undefined) throw missing('TaxAndFee', id)
  return tax
}

export async function removeTax(
  context: BaseContext,
  principal: Principal,
  { accountId, id }: TaxIds,
): Promise<void> {
  requireOwnAccount(principal, accountId)
  if (!(await deleteTax(context.db, { accountId, id }))) throw missing('TaxAndFee', id)
}

function requireOwnAccount(principal: Principal, accountId: number): void {
  if (principal.accountId !== accountId) throw missing('Account', accountId)
}

function readTax(input: unknown) {
  const fields = new Fields(input)
  const calculation_type = fields.choice('calculation_type', ['PERCENTAGE', 'FIXED']) ?? 'FIXED'
  const tax = {
    name: fields.text('name'),
    // May be empty but must be present: Hi.Events answers 500 without it.
    description: fields.optionalText('description'),
    calculation_type,
    rate: fields.number('rate', { max: calculation_type === 'PERCENTAGE' ? 100 : 1e9 }),
    is_active: fields.boolean('is_active', true),
    is_default: fields.boolean('is_default', false),
    type: fields.choice('type', ['TAX', 'FEE']) ?? 'TAX',
  }
  if (!fields.has('description')) fields.refuse('description', 'The description field must be present.')
  fields.done()
  return tax
}
