import { ServiceError } from '@tuvens/contract'
import type { ProvisioningContext } from './context.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import type { Bearer } from '../upstream/call.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { NewEvent } from '../upstream/hi-events.ts'

/** The landing shows only sentences of exactly this form (failure-text.ts). */
const REASONS: Record<string, (draft: NewEvent) => string> = {
  timezone: ({ timezone }) => `The ticket system does not know the time zone ${timezone}`,
  currency: ({ currency }) => `The ticket system does not sell in ${currency}`,
}

/**
 * Creates an event. There is no second attempt with another time zone or currency: times and prices would be wrong.
 *
 * @throws ServiceError UPSTREAM_REFUSED that names the refused time zone or currency; UpstreamError
 */
export async function createEvent(
  context: ProvisioningContext,
  token: Bearer,
  draft: NewEvent,
): Promise<HiEvent> {
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
