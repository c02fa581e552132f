import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { rejectionOf } from '$lib/server/forms/rejection.ts'
import { takeForm } from '$lib/server/forms/take.ts'
import { webhookAccount } from '$lib/server/webhook-account.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, params }) => {
  const account = webhookAccount({ locals, url })
  const found = await locals.api.readWebhookMessage(account.id, params.id, params.message)
  if (!found.ok) failPage(found.failure)
  return { account, endpointId: params.id, ...found.value, isReplayed: url.searchParams.has('replayed') }
}

export const actions: Actions = {
  default: async (event) => {
    await takeForm(event)
    const { id: account } = webhookAccount(event)
    const { id, message } = event.params
    const answer = await event.locals.api.replayWebhookMessage(account, id, message)
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, `/team/webhooks/${id}/${message}?account=${account}&replayed`)
  },
}
