import type { RelayContext } from './context.ts'
import { findLink, type Link } from '../linking/store.ts'
import { isLinked } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { isUpstream } from '../upstream/errors.ts'
import { announce } from './announce.ts'
import { sourceStatusOf } from './source-status.ts'
import { type Reading, takeReading } from './store.ts'

const MAX_OVERTAKEN = 5

/**
 * Reads a linked event from Hi.Events and lets what was read decide its status.
 *
 * Of two readings under way at once, either may hold the older state. So a reading counts only when no other one was taken
 * over since it began; else it is made again.
 *
 * @returns the status read, or null when there is no such link any more
 * @throws UpstreamError
 */
export async function readEvent(context: RelayContext, eventId: string): Promise<Reading['status'] | null> {
  for (let attempt = 0; attempt < MAX_OVERTAKEN; attempt++) {
    const link = await findLink(context.db, eventId)
    if (link === undefined) return null
    const reading = await look(context, link)
    if (reading === null) return null
    if (await takeReading(context.db, reading)) {
      // Somebody may have looked between its webhook and the commit of what that tells.
      context.catalogue.forget(link.hiEventId)
      await announce(context, eventId)
      return reading.status
    }
  }
  return null
}

async function look(context: RelayContext, link: Link): Promise<Reading | null> {
  const account = await findAccount(context.db, link.accountId)
  if (account === undefined || !isLinked(account)) return null
  const { eventId, readings: since, title, slug, endDate } = link
  try {
    const event = await context.tokens.use(account, (token) => context.hiEvents.event(token, link.hiEventId))
    return {
      eventId,
      since,
      status: sourceStatusOf(event),
      title: event.title,
      slug: event.slug,
      endDate: event.end_date === null ? null : new Date(event.end_date),
      isLost: false,
    }
  } catch (error) {
    if (!isUpstream(error, 'missing')) throw error
    return { eventId, since, status: 'CANCELLED', title, slug, endDate, isLost: true }
  }
}
