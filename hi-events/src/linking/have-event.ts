import { LINK_ATTRIBUTE, ServiceError, type SessionEvent, type ValidatedSession } from '@tuvens/contract'
import type { Context } from '../context.ts'
import { sourceStatusOf } from '../relay/source-status.ts'
import { announce } from '../relay/announce.ts'
import type { Event } from '../upstream/answers.ts'
import type { Bearer } from '../upstream/call.ts'
import { isUpstream } from '../upstream/errors.ts'
import { applySettings } from './apply-settings.ts'
import { findAttributed, isAttributed } from './find-attributed.ts'
import type { OrganisedAccount } from './have-organizer.ts'
import { newEventOf } from './new-event.ts'
import type { Place } from './provision.ts'
import { findLink, type Link, markLanded, markPut, saveLink } from './store.ts'

/** A session bound to an event; `token` is what the API knows it by. */
export type EventRequest = { session: ValidatedSession; token: string; event: SessionEvent }

/** The Hi.Events event of a session's event, linked on both sides. */
export async function haveEvent(
  ctx: Context,
  account: OrganisedAccount,
  request: EventRequest,
): Promise<Place> {
  const known = await findLink(ctx.db, request.event.id)
  if (known !== undefined && known.accountId !== account.id) throw new ServiceError('LINK_CONFLICT')
  const found = await ctx.tokens.use(account, (token) =>
    lookOrMake(ctx, account, { token, event: request.event, known }),
  )
  await saveLink(ctx.db, linkedEventOf(found, account.id, request.event.id))
  await applySettings(ctx, account, request.event)
  await putLink(ctx, request, found)
  await announce(ctx, request.event.id)
  const landedBefore = await markLanded(ctx.db, request.event.id)
  const path = `/manage/event/${found.id}${landedBefore ? '' : '/getting-started'}`
  return { account, hiEventId: found.id, path }
}

type Search = { token: Bearer; event: SessionEvent; known: Link | undefined }

/** The linked id wins over copies that carry the same attribute. */
async function lookOrMake(ctx: Context, account: OrganisedAccount, search: Search): Promise<Event> {
  const { token, event, known } = search
  const linked = known?.hiEventId ?? event.hi_events_event_id
  const attribute = { name: LINK_ATTRIBUTE, value: event.id }
  return (
    (linked !== null &&
      (await readOwn(ctx, token, { id: linked, eventId: event.id, isKnown: known !== undefined }))) ||
    (await findAttributed(ctx, token, attribute)) ||
    (await ctx.hiEvents.createEvent(token, newEventOf(event, account.organizerId)))
  )
}

/** An id that only the API names must carry our attribute: it may be of another account's making. */
async function readOwn(
  ctx: Context,
  token: Bearer,
  wanted: { id: number; eventId: string; isKnown: boolean },
): Promise<Event | false> {
  try {
    const event = await ctx.hiEvents.event(token, wanted.id)
    return (wanted.isKnown || isAttributed(event, { name: LINK_ATTRIBUTE, value: wanted.eventId })) && event
  } catch (error) {
    if (isUpstream(error, 'missing')) return false
    throw error
  }
}

function linkedEventOf(event: Event, accountId: number, eventId: string) {
  return {
    eventId,
    accountId,
    hiEventId: event.id,
    title: event.title,
    slug: event.slug,
    status: sourceStatusOf(event),
    endDate: event.end_date === null ? null : new Date(event.end_date),
  }
}

/** Tells the API, unless it already has exactly this link. */
async function putLink(ctx: Context, { session, token, event }: EventRequest, found: Event): Promise<void> {
  const link = await findLink(ctx.db, event.id)
  const isTold = link?.putAt !== null && event.hi_events_event_id === found.id && event.ticketing_enabled
  if (isTold && link?.stoppedAt === null) return
  // The event that was linked before is gone: untie it first, or the API sees a conflict.
  const isReplaced = event.hi_events_event_id !== null && event.hi_events_event_id !== found.id
  if (isReplaced) await ctx.auth.deleteLink(event.id, session.user_id)
  const { ticketOrigin, widget } = ctx.config
  await ctx.auth.putLink(event.id, session.user_id, {
    session_token: token,
    hi_events_event_id: found.id,
    event_url: `${ticketOrigin}/event/${found.id}/${found.slug}`,
    widget_url: `${ticketOrigin}/${widget === 'stock' ? 'widget' : 'embed'}/${found.id}`,
    manage_url: `${ticketOrigin}/manage/event/${found.id}`,
  })
  await markPut(ctx.db, event.id)
}
