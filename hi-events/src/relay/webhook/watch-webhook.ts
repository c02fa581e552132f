import type { RelayContext } from '../context.ts'
import { hasLogin, openWebhookSecret, type AccountWithOrganizer } from '../../mapping/account.ts'
import { findAccount, markWebhookSwitchedOn, saveWebhookError } from '../../mapping/store.ts'
import { nullIfLocked } from '../../mapping/vault.ts'
import type { Webhook } from '../../upstream/answers.ts'
import { isUpstream } from '../../upstream/errors.ts'
import { ensureWebhook, wantedWebhook } from './ensure-webhook.ts'

/**
 * Any member of the organizer can pause, change or delete our webhook, and Hi.Events does not report it (spec 3.4). Checks
 * and repairs it: creates a deleted one again, changes a changed one back, enables a paused one. A webhook that is paused
 * again within a day is paused on purpose: it stays paused, and the error text says so.
 *
 * @throws UpstreamError when the ticket system cannot be read
 */
export async function watchWebhook(context: RelayContext, accountId: number): Promise<void> {
  await context.lock([`account:${accountId}`], async () => {
    const account = await findAccount(context.db, accountId)
    if (account === undefined || !hasLogin(account) || account.organizerId === null) return
    const { organizerId } = account
    try {
      await checkWebhook(context, { ...account, organizerId })
    } catch (error) {
      if (!isUpstream(error, 'refused', 'forbidden', 'missing')) throw error
      const said = error.sentence === undefined ? '' : ` It says: ${error.sentence}`
      await saveWebhookError(context.db, accountId, `Hi.Events does not let us see to our webhook.${said}`)
    }
  })
}

async function checkWebhook(context: RelayContext, account: AccountWithOrganizer): Promise<void> {
  const { id, organizerId, webhookId } = account
  const all = await context.tokens.use(
    account,
    (token) => context.hiEvents.webhooks(token, organizerId),
    'background',
  )
  const ours = all.find((each) => each.id === webhookId)
  if (ours === undefined || nullIfLocked(() => openWebhookSecret(context.vault, account)) === null) {
    await ensureWebhook(context, { ...account, webhookId: null, webhookSecret: null })
  } else if (isAsWanted(context, account, ours)) {
    await saveWebhookError(context.db, id, undelivered(context, ours))
  } else if (isPausedAgain(context, account, ours)) {
    await saveWebhookError(context.db, id, PAUSED_AGAIN)
  } else {
    const wanted = { ...wantedWebhook(context, account.tenantKey), id: ours.id, status: 'ENABLED' as const }
    await context.tokens.use(account, (token) => context.hiEvents.updateWebhook(token, organizerId, wanted))
    await saveWebhookError(context.db, id, null)
    if (ours.status !== 'ENABLED') await markWebhookSwitchedOn(context.db, id)
    context.log.warn(
      { account: id, was: ours.status },
      'A webhook had been paused or changed; it works again',
    )
  }
}

function isAsWanted(context: RelayContext, { tenantKey }: AccountWithOrganizer, ours: Webhook): boolean {
  const { url, event_types } = wantedWebhook(context, tenantKey)
  const listed = ours.event_types ?? event_types
  return ours.status === 'ENABLED' && ours.url === url && event_types.every((each) => listed.includes(each))
}

const REPEATED_PAUSE_MS = 24 * 60 * 60 * 1000

const PAUSED_AGAIN =
  'Somebody paused our webhook on Hi.Events again after it had been switched on, so it is left paused. ' +
  'Changes show up to a minute late; switch it on there to have them at once.'

function isPausedAgain(
  context: RelayContext,
  { webhookRepairedAt }: AccountWithOrganizer,
  { status }: Webhook,
): boolean {
  if (status === 'ENABLED' || webhookRepairedAt === null) return false
  return context.clock.now() - webhookRepairedAt.getTime() < REPEATED_PAUSE_MS
}

const RECENT_MS = 60 * 60 * 1000

/** A delivery that failed more than an hour ago no longer matters: the sweep has found its change. */
function undelivered(
  context: RelayContext,
  { last_response_code: code = null, last_triggered_at: at = null }: Webhook,
): string | null {
  const isFine = code === null || (code >= 200 && code < 300)
  if (isFine || at === null || context.clock.now() - Date.parse(`${at.replace(' ', 'T')}Z`) > RECENT_MS)
    return null
  const answer = code === 0 ? 'there was no answer' : `the answer was ${code}`
  return `Hi.Events could not deliver its last webhook to us: ${answer}. Changes show up to a minute late.`
}
