import { ServiceError } from '@tuvens/contract'
import type { ProvisioningContext } from './context.ts'
import type { Event } from '../upstream/answers.ts'
import type { Bearer } from '../upstream/call.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { NewEvent } from '../upstream/hi-events.ts'

/** The landing has words for these sentences, to the letter. */
const REASONS: Record<string, (draft: NewEvent) => string> = {
  timezone: ({ timezone }) => `The ticket system does not know the time zone ${timezone}`,
  currency: ({ currency }) => `The ticket system does not sell in ${currency}`,
}

/**
 * Makes an event, with its own time zone and currency or not at all: in others its times and prices would be wrong.
 *
 * @throws ServiceError UPSTREAM_REFUSED that names the zone or the currency that is not taken; UpstreamError
 */
export async function makeEvent(
  context: ProvisioningContext,
  token: Bearer,
  draft: NewEvent,
): Promise<Event> {
  try {
    return await context.hiEvents.createEvent(token, draft)
  } catch (cause) {
    const fields = isUpstream(cause, 'refused') ? cause.fields : {}
    const reason = Object.entries(REASONS).find(([field]) => Object.hasOwn(fields, field))?.[1]
    throw reason === undefined
      ? cause
      : new ServiceError('UPSTREAM_REFUSED', { message: reason(draft), cause })
  }
}
