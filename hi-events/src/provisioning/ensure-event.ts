import { ServiceError, type SessionEvent, type ValidatedSession } from '@tuvens/contract'
import type { ProvisioningContext } from './context.ts'
import { queueStatusReport } from '../status/queue-status-report.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import type { Bearer } from '../upstream/call.ts'
import { isUpstream } from '../upstream/errors.ts'
import { applySettings } from './apply-settings.ts'
import { carries, linkAttributes } from '../linking/attributes.ts'
import { findAttempted } from '../linking/list-events.ts'
import type { AccountWithOrganizer } from '../mapping/account.ts'
import { linkedEventOf } from '../status/linked-event.ts'
import { findLinkStatus, markRegistered } from '../status/store.ts'
import { createEvent } from './create-event.ts'
import { newEventOf } from './new-event.ts'
import type { Place } from './provisioned.ts'
import { linkEvents } from './link-events.ts'
import { sideBySide } from './side-by-side.ts'
import { rememberDetails } from './remember-details.ts'
import { findLink, type Link, markLanded } from '../linking/store.ts'

/** A session bound to an event; `token` is its session token. */
export type EventRequest = { session: ValidatedSession; token: string; event: SessionEvent }

/** Finds or creates the Hi.Events event of a session's event, and links both. */
export async function ensureEvent(
  context: ProvisioningContext,
  account: AccountWithOrganizer,
  request: EventRequest,
): Promise<Place> {
  const link = await findLink(context.db, request.event.id)
  if (link !== undefined && link.accountId !== account.id) throw new ServiceError('LINK_CONFLICT')
  const { event: found, isNew } = await context.tokens.use(account, (hiToken) =>
    findOrCreate(context, account, { hiToken, event: request.event, link }),
  )
  await linkEvents(context, linkedEventOf(found, account.id, request.event.id))
  await sideBySide(
    async () => {
      const settings = await applySettings(context, account, request.event)
      await rememberDetails(context.db, request.event, isNew ? { event: found, settings } : null)
    },
    async () => {
      await registerLink(context, request, found)
      await queueStatusReport(context, request.event.id)
    },
  )
  const hasLandedBefore = await markLanded(context.db, request.event.id)
  const path = `/manage/event/${found.id}${hasLandedBefore ? '' : '/getting-started'}`
  return { hiEventId: found.id, path }
}

type Search = { hiToken: Bearer; event: SessionEvent; link: Link | undefined }

/**
 * The linked id wins over copies that carry the same attribute. When the linked event was deleted, no copy replaces it: a
 * new event is created, with an attribute by which it is found again after a lost response.
 */
async function findOrCreate(
  context: ProvisioningContext,
  account: AccountWithOrganizer,
  search: Search,
): Promise<{ event: HiEvent; isNew: boolean }> {
  const { hiToken, event, link } = search
  const linked = link?.hiEventId ?? event.hi_events_event_id
  const found = linked === null ? 'not-linked' : await readLinked(context, search, linked)
  if (typeof found === 'object') return { event: found, isNew: false }
  const attributes = linkAttributes(event.id, found === 'missing' ? linked : null)
  const attributed = await findAttempted(context, { accountId: account.id, token: hiToken, attributes })
  if (attributed !== undefined) return { event: attributed, isNew: false }
  const draft = newEventOf(event, account.organizerId, attributes)
  return { event: await createEvent(context, hiToken, draft), isNew: true }
}

/** When only the API has this id, the event must have our attribute; otherwise it may belong to another account. */
async function readLinked(
  context: ProvisioningContext,
  { hiToken, event, link }: Search,
  id: number,
): Promise<HiEvent | 'missing' | 'not-linked'> {
  try {
    const found = await context.hiEvents.event(hiToken, id)
    return link !== undefined || carries(found, linkAttributes(event.id, null)) ? found : 'not-linked'
  } catch (error) {
    if (isUpstream(error, 'missing')) return 'missing'
    throw error
  }
}

/** Registers the link with the API, unless exactly this link is registered. */
async function registerLink(
  context: ProvisioningContext,
  { session, token, event }: EventRequest,
  found: HiEvent,
): Promise<void> {
  const status = await findLinkStatus(context.db, event.id)
  const isRegistered =
    status?.registeredAt !== null && event.hi_events_event_id === found.id && event.ticketing_enabled
  if (isRegistered && status?.stoppedAt === null) return
  // The event linked before was deleted: unlink it first, or the API reports a conflict.
  const isReplaced = event.hi_events_event_id !== null && event.hi_events_event_id !== found.id
  if (isReplaced) await context.auth.deleteLink(event.id, session.user_id)
  const { ticketOrigin } = context.config
  await context.auth.putLink(event.id, session.user_id, {
    session_token: token,
    hi_events_event_id: found.id,
    event_url: `${ticketOrigin}/event/${found.id}/${found.slug}`,
    widget_url: `${ticketOrigin}/embed/${found.id}`,
    manage_url: `${ticketOrigin}/manage/event/${found.id}`,
  })
  await markRegistered(context.db, event.id)
}
