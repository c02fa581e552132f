import type { ValidatedSession } from '@tuvens/contract'
import type { RelayContext } from '../relay/context.ts'
import type { LinkedAccount } from '../mapping/account.ts'
import { forgetOrganizer } from '../mapping/store.ts'
import { tuvensAuth } from '../session/tuvens-auth.ts'
import { isUpstream } from '../upstream/errors.ts'
import { haveAccount } from './have-account.ts'
import { haveEvent } from './have-event.ts'
import { haveOrganizer } from './have-organizer.ts'
import { havePrefilledEvent } from './have-prefilled-event.ts'
import { haveWebhook } from './have-webhook.ts'

/** What a landing asks for. */
export type ProvisionRequest = {
  session: ValidatedSession
  /** For telling the API of the link. */
  token: string
  /** Checked `event_data` of a session without an event. */
  eventData: string | null
}

/** What is there after provisioning. `path` is where the organiser goes next. */
export type Place = { account: LinkedAccount; hiEventId: number | null; path: string }

/**
 * Makes what is missing upstream for a session: login, organizer, webhook, event, link. Each step looks before it makes,
 * so a call that was killed half way, or whose answer was lost, is simply made again.
 *
 * @throws ServiceError LOGIN_EXISTS, ACCOUNT_CONFLICT, LINK_CONFLICT, PERMISSION_DENIED; UpstreamError
 */
export async function provision(context: RelayContext, request: ProvisionRequest): Promise<Place> {
  const { session } = request
  const keys = [`account:${session.account_id}`, `email:${tuvensAuth.mapUser(session).email}`]
  return context.lock(keys, async () => {
    await tuvensAuth.syncAccount(context.db, session)
    try {
      return await haveAll(context, request)
    } catch (error) {
      if (!isOrganizerGone(error)) throw error
      await forgetOrganizer(context.db, session.account_id)
      return haveAll(context, request)
    }
  })
}

async function haveAll(context: RelayContext, request: ProvisionRequest): Promise<Place> {
  const { session } = request
  const known = await haveAccount(context, session)
  const organised = await haveOrganizer(context, known, session)
  const account = await haveWebhook(context, organised)
  if (session.event !== undefined) return haveEvent(context, account, { ...request, event: session.event })
  if (request.eventData !== null) return havePrefilledEvent(context, account, request)
  return { account, hiEventId: null, path: '/manage/events' }
}

/** The organizer we keep was deleted there: events are refused by name, and where it had no webhook that is not found. */
function isOrganizerGone(error: unknown): boolean {
  if (isUpstream(error, 'missing')) return /\/organizers\/\d/.test(error.call)
  return isUpstream(error, 'refused') && Object.hasOwn(error.fields, 'organizer_id')
}
