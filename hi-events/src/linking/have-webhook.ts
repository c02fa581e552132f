import { NATIVE_EVENT_TYPES } from '@tuvens/contract'
import type { Context } from '../context.ts'
import { sealWebhookSecret } from '../mapping/account.ts'
import { saveWebhook, saveWebhookError } from '../mapping/store.ts'
import type { Bearer } from '../upstream/call.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { OrganisedAccount } from './have-organizer.ts'

/**
 * The organizer's webhook to us. When Hi.Events does not take our address, ticketing works all the same: the sweep then
 * learns every change, a little later, and `doctor` names the setting.
 */
export async function haveWebhook(ctx: Context, account: OrganisedAccount): Promise<OrganisedAccount> {
  if (account.webhookId !== null && account.webhookSecret !== null) return account
  try {
    const { id, secret } = await ctx.tokens.use(account, (token) => make(ctx, account, token))
    const webhookSecret = sealWebhookSecret(ctx.vault, account.id, secret)
    await saveWebhook(ctx.db, account.id, { id, secret: webhookSecret })
    return { ...account, webhookId: id, webhookSecret }
  } catch (error) {
    if (!isUpstream(error, 'refused', 'forbidden')) throw error
    ctx.log.warn({ account: account.id, reason: error.sentence }, 'Hi.Events refuses our webhook address')
    const words = `Hi.Events does not take our webhook address. It says: ${error.sentence ?? 'nothing more'}`
    await saveWebhookError(ctx.db, account.id, words)
    return account
  }
}

/** What an account's webhook has to be. */
export function wantedWebhook(ctx: Context, tenantKey: string): { url: string; event_types: string[] } {
  const url = `${ctx.config.webhookUrl}/hooks/hi-events/${tenantKey}`
  return { url, event_types: [...NATIVE_EVENT_TYPES] }
}

/** A webhook of ours whose secret was lost with its answer is of no use: the secret is never shown again. */
async function make(ctx: Context, account: OrganisedAccount, token: Bearer) {
  const { organizerId } = account
  const wanted = wantedWebhook(ctx, account.tenantKey)
  const all = await ctx.hiEvents.webhooks(token, organizerId)
  const useless = all.filter((each) => each.url === wanted.url)
  for (const each of useless) await ctx.hiEvents.deleteWebhook(token, organizerId, each.id)
  return ctx.hiEvents.createWebhook(token, organizerId, wanted)
}
