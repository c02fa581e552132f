import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { rejectionOf } from '$lib/server/forms/rejection.ts'
import { takeForm } from '$lib/server/forms/take.ts'
import { webhookAccount } from '$lib/server/webhook-account.ts'
import type { Actions, PageServerLoad } from './$types'

/** Asks before an endpoint is deleted. */
export const load: PageServerLoad = async ({ locals, url, params }) => {
  const account = webhookAccount({ locals, url })
  const found = await locals.api.readWebhookEndpoint(account.id, params.id)
  if (!found.ok) failPage(found.failure)
  return { account, endpoint: found.value }
}

export const actions: Actions = {
  default: async (event) => {
    await takeForm(event)
    const { id: account } = webhookAccount(event)
    const answer = await event.locals.api.deleteWebhookEndpoint(account, event.params.id)
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, `/team/webhooks?account=${account}&done=deleted`)
  },
}
