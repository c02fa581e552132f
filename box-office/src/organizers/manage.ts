import { currentZone } from '@tuvens/platform/zones'
import type { BaseContext } from '../base-context.ts'
import type { DeliveryContext } from '../deliveries/context.ts'
import type { Principal } from '../rest/principal.ts'
import { missing, Refusal } from '../refusal.ts'
import { isCurrency, isTimezone } from '../rest/dates.ts'
import { Fields } from '../rest/fields.ts'
import { changeWithWebhooks } from '../deliveries/announce.ts'
import {
  archiveEventsOf,
  countActive,
  findOrganizer,
  insertOrganizer,
  lockOrganizersOf,
  type OrganizerRow,
  type OrganizerStatus,
  updateOrganizer,
  updateOrganizerStatus,
} from './store.ts'

const ORGANIZER_STATUSES: readonly OrganizerStatus[] = ['DRAFT', 'LIVE', 'ARCHIVED']

export async function createOrganizer(
  context: DeliveryContext,
  { accountId }: Principal,
  input: unknown,
): Promise<OrganizerRow> {
  const [organizer] = await insertOrganizer(context.db, { ...readOrganizer(input), account_id: accountId })
  if (organizer === undefined) throw missing('Account', accountId)
  return organizer
}

/** @throws Refusal 404, also when the organizer belongs to another account */
export async function requireOrganizer(
  { db }: BaseContext,
  { accountId }: Principal,
  id: number,
): Promise<OrganizerRow> {
  const organizer = await findOrganizer(db, { accountId, id })
  if (organizer === undefined) throw missing('Organizer', id)
  return organizer
}

export async function editOrganizer(
  context: DeliveryContext,
  principal: Principal,
  { id, input }: { id: number; input: unknown },
): Promise<OrganizerRow> {
  await requireOrganizer(context, principal, id)
  const [organizer] = await updateOrganizer(context.db, { id, ...readOrganizer(input) })
  if (organizer === undefined) throw missing('Organizer', id)
  return organizer
}

const LAST_ACTIVE = 'You cannot archive the last active organizer on your account.'

/**
 * Archiving an organizer archives its events too, without webhooks.
 *
 * @throws Refusal 409 for the last one of the account that is not archived; of two archived at once, the later waits for the
 *   lock on the account
 */
export async function changeOrganizerStatus(
  context: DeliveryContext,
  principal: Principal,
  { id, input }: { id: number; input: unknown },
): Promise<OrganizerRow> {
  await requireOrganizer(context, principal, id)
  const fields = new Fields(input)
  const status = fields.choice('status', ORGANIZER_STATUSES) ?? 'DRAFT'
  fields.done()
  return changeWithWebhooks(context, id, async (tx) => {
    if (status === 'ARCHIVED') await lockOrganizersOf(tx, principal.accountId)
    const [organizer] = await updateOrganizerStatus(tx, { id, status })
    if (organizer === undefined) throw missing('Organizer', id)
    if (status === 'ARCHIVED') {
      if ((await countActive(tx, principal.accountId)) === 0) throw new Refusal(409, LAST_ACTIVE, {})
      await archiveEventsOf(tx, id)
    }
    return organizer
  })
}

function readOrganizer(input: unknown) {
  const fields = new Fields(input)
  const organizer = {
    name: fields.text('name', { max: 100 }),
    email: fields.email('email'),
    phone: fields.optionalText('phone', { max: 20 }),
    website: fields.optionalText('website'),
    description: fields.optionalText('description', { max: 10_000, kind: 'lines' }),
    timezone: fields.text('timezone'),
    currency: fields.text('currency'),
  }
  if (organizer.timezone !== '' && !isTimezone(organizer.timezone))
    fields.refuse('timezone', 'The timezone field must be a valid timezone.')
  if (organizer.currency !== '' && !isCurrency(organizer.currency))
    fields.refuse('currency', 'The selected currency is invalid.')
  fields.done()
  return { ...organizer, timezone: currentZone(organizer.timezone) }
}
