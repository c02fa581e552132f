import { fail } from '@sveltejs/kit'
import { readEndpointForm } from '$lib/server/forms/webhook.ts'
import { rejectionOf } from '$lib/server/forms/rejection.ts'
import { takeForm } from '$lib/server/forms/take.ts'
import { webhookAccount } from '$lib/server/webhook-account.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => ({ account: webhookAccount({ locals, url }) })

export const actions: Actions = {
  default: async (event) => {
    const { fields, errors } = readEndpointForm(await takeForm(event))
    if (Object.keys(errors).length > 0) return fail(400, { errors, fields })
    const answer = await event.locals.api.createWebhookEndpoint(webhookAccount(event).id, fields)
    if (!answer.ok) {
      const { status, data } = rejectionOf(answer.failure)
      return fail(status, { ...data, fields })
    }
    // The only page that shows the secret: no address leads to it again.
    return { created: { id: answer.value.endpoint.id, secret: answer.value.secret } }
  },
}
