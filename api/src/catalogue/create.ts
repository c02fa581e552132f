import { type CreateEventRequest, PERMISSIONS_OF_ROLE, ServiceError } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { auditOrigin } from '../audit/record.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { userOf } from '../http/caller.ts'
import type { AuthContext } from '../auth/context.ts'
import type { Config } from '../base/config.ts'
import { altOf, keepPicture, pictureOf } from './picture.ts'
import { furtherDatesOf } from './further-dates.ts'
import { canonicalTimezone, checkRules } from './rules.ts'
import { type EventFields, type CatalogueRow, findRole, insertEvent } from './store.ts'

/** Creates an event on one of the user's accounts. */
export async function create(
  context: AuthContext,
  { body, request }: Omit<ValidRequest<CreateEventRequest>, 'reply'>,
): Promise<CatalogueRow> {
  const userId = userOf(request)
  const accountId = await accountForEvents(context.db, userId, body.account_id ?? null)
  const fields = fieldsOf(body, context.config)
  checkRules(fields)
  await keepPicture(context.db, fields, null)
  const row = await insertEvent(context.db, { accountId }, fields)
  context.audit.record({
    ...auditOrigin(request),
    operation: 'create-event',
    outcome: 'ok',
    userId,
    accountId: Number(accountId),
    eventId: row.id,
  })
  return row
}

/**
 * Id of the account that gets a user's event: the one asked for, else their default one.
 *
 * @throws ServiceError NOT_A_MEMBER, PERMISSION_DENIED
 */
export async function accountForEvents(
  sql: Sql,
  userId: string,
  accountId: number | string | null,
): Promise<string> {
  const membership = await findRole(sql, userId, accountId)
  if (membership === undefined) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[membership.role].includes('create_events'))
    throw new ServiceError('PERMISSION_DENIED')
  return membership.account_id
}

/** What a complete request says of an event. */
export function fieldsOf(body: Omit<CreateEventRequest, 'account_id'>, config: Config): EventFields {
  return {
    title: body.title.trim(),
    description: body.description ?? '',
    start_date: new Date(body.startDate),
    end_date: typeof body.endDate === 'string' ? new Date(body.endDate) : null,
    further_dates: furtherDatesOf(body.furtherDates ?? []),
    timezone: canonicalTimezone(body.timezone) ?? body.timezone,
    venue: body.venue ?? null,
    ...pictureOf(body.imageUrl ?? null, config),
    image_alt: altOf(body.imageUrl ?? null, body.imageAlt ?? null),
    category: body.category ?? 'OTHER',
    currency: body.currency ?? 'EUR',
    contact_data: body.contactData ?? {},
  }
}
