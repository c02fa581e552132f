import { LandingEventData, ServiceError } from '@tuvens/contract'
import { cleanLine, cleanTexts } from '@tuvens/platform/text/clean-text'
import { currentZone, ZONES } from '@tuvens/platform/zones'
import { Value } from 'typebox/value'
import type { ProvisioningContext } from './context.ts'
import { paragraphs } from '../details/html-text.ts'
import { endAfter } from '../details/times.ts'
import { hashOf } from '../session/token.ts'
import type { NewEvent } from '../upstream/hi-events.ts'
import { findAttempted } from '../linking/list-events.ts'
import type { AccountWithOrganizer } from '../mapping/account.ts'
import { createEvent } from './create-event.ts'
import type { Place, ProvisionRequest } from './provisioned.ts'

const PREFILL_ATTRIBUTE = 'prefill'

/**
 * Creates an unlinked draft from the older flow's `event_data`. Anyone can write the data into an address: they fill in a
 * form and never decide who owns the event. An attribute made of the session token prevents a second draft.
 */
export async function ensurePrefilledEvent(
  context: ProvisioningContext,
  account: AccountWithOrganizer,
  { token: sessionToken, eventData }: ProvisionRequest,
): Promise<Place> {
  const mark = { name: PREFILL_ATTRIBUTE, value: hashOf(sessionToken).toString('hex').slice(0, 24) }
  const draft = draftOf(readEventData(eventData ?? ''), account.organizerId)
  const { id } = await context.tokens.use(
    account,
    async (token) =>
      (await findAttempted(context, { accountId: account.id, token, attributes: [mark] })) ??
      (await createEvent(context, token, { ...draft, attributes: [{ ...mark, is_public: false }] })),
  )
  return { hiEventId: id, path: `/manage/event/${id}/getting-started` }
}

type Prefill = Pick<LandingEventData, 'title' | 'description' | 'start_date' | 'end_date' | 'timezone'>

/**
 * Validates the older flow's `event_data` as untrusted input and returns only the fields that are used.
 *
 * @throws ServiceError VALIDATION_ERROR
 */
export function readEventData(json: string): Prefill {
  const value = parse(json)
  if (Value.Check(LandingEventData, value) && !Number.isNaN(Date.parse(value.start_date))) {
    const { title, description, start_date, end_date, timezone } = value
    return {
      title,
      start_date,
      ...(description !== undefined && { description }),
      ...(end_date !== undefined && { end_date }),
      ...(timezone !== undefined && { timezone }),
    }
  }
  throw new ServiceError('VALIDATION_ERROR', {
    details: [{ field: 'event_data', message: 'event_data does not describe an event' }],
  })
}

/** Its texts are cleaned as those of a form. Fields that are not used may hold anything: they go nowhere. */
function parse(json: string): unknown {
  try {
    // A line separator, which JSON allows within a text, became a new line, which it does not, when the body was cleaned.
    const data = cleanTexts(JSON.parse(json.replaceAll('\n', ' ')))
    const hasTitle = typeof data === 'object' && data !== null && 'title' in data
    return hasTitle && typeof data.title === 'string' ? { ...data, title: cleanLine(data.title) } : data
  } catch {
    return undefined
  }
}

function draftOf(data: Prefill, organizerId: number): Omit<NewEvent, 'attributes'> {
  const zone = currentZone(data.timezone ?? 'UTC')
  const end = endAfter(data.start_date, data.end_date)
  return {
    title: data.title,
    organizer_id: organizerId,
    start_date: data.start_date,
    ...(end !== null && { end_date: end }),
    ...(data.description?.trim() && { description: paragraphs(data.description) }),
    timezone: ZONES.has(zone) ? zone : 'UTC',
    currency: 'EUR',
    category: 'OTHER',
  }
}
