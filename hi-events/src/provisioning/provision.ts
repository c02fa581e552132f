import type { ProvisioningContext } from './context.ts'
import type { AccountWithOrganizer } from '../mapping/account.ts'
import { saveOrganizer } from '../mapping/store.ts'
import { tuvensAuth } from '../session/tuvens-auth.ts'
import { isUpstream } from '../upstream/errors.ts'
import { ensureAccount } from './ensure-account.ts'
import { ensureEvent } from './ensure-event.ts'
import { ensureOrganizer } from './ensure-organizer.ts'
import { ensurePrefilledEvent } from './ensure-prefilled-event.ts'
import type { Place, Provisioned, ProvisionRequest } from './provisioned.ts'
import { recoverLinks } from './recovery/recover-links.ts'
import { sideBySide } from './side-by-side.ts'
import { ensureWebhook } from '../relay/webhook/ensure-webhook.ts'

/**
 * Creates what a session needs in the ticket system, and the link. Each step can be repeated after it was interrupted or
 * its response was lost: organizer and event are searched for first, a registration of an e-mail that exists becomes a
 * sign-in, and a webhook whose secret is unknown is replaced.
 *
 * @throws ServiceError LOGIN_EXISTS, ACCOUNT_CONFLICT, LINK_CONFLICT, PERMISSION_DENIED; UpstreamError
 */
export async function provision(
  context: ProvisioningContext,
  request: ProvisionRequest,
): Promise<Provisioned> {
  const { session } = request
  const keys = [`account:${session.account_id}`, `email:${tuvensAuth.mapUser(session).email}`]
  return context.lock(keys, async () => {
    await tuvensAuth.syncAccount(context.db, session)
    try {
      return await ensureAll(context, request)
    } catch (error) {
      if (!isOrganizerGone(error)) throw error
      await saveOrganizer(context.db, session.account_id, null)
      return ensureAll(context, request)
    }
  })
}

async function ensureAll(context: ProvisioningContext, request: ProvisionRequest): Promise<Provisioned> {
  const { session } = request
  const withLogin = await ensureAccount(context, session)
  await recoverLinks(context, withLogin)
  const withOrganizer = await ensureOrganizer(context, withLogin, session)
  const [account, place] = await sideBySide(
    () => ensureWebhook(context, withOrganizer),
    () => ensurePlace(context, withOrganizer, request),
  )
  return { account, ...place }
}

/** Where in the ticket system the session leads to. */
async function ensurePlace(
  context: ProvisioningContext,
  account: AccountWithOrganizer,
  request: ProvisionRequest,
): Promise<Place> {
  const { event } = request.session
  if (event !== undefined) return ensureEvent(context, account, { ...request, event })
  if (request.eventData !== null) return ensurePrefilledEvent(context, account, request)
  return { hiEventId: null, path: '/manage/events' }
}

/** The stored organizer was deleted on Hi.Events: its webhooks are not found, and events that name it are refused. */
function isOrganizerGone(error: unknown): boolean {
  if (isUpstream(error, 'missing')) return /\/organizers\/\d/.test(error.call)
  return isUpstream(error, 'refused') && Object.hasOwn(error.fields, 'organizer_id')
}
