import { redirect } from '@sveltejs/kit'
import { text } from '$lib/server/forms/read.ts'
import { rejectionOf } from '$lib/server/forms/rejection.ts'
import { takeForm } from '$lib/server/forms/take.ts'
import { requireApiKey } from '$lib/server/session/api-keys.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => requireApiKey(event)

export const actions: Actions = {
  default: async (event) => {
    const form = await takeForm(event)
    const account_id = text(form, 'account', 20)
    const answer = await event.locals.api.revokeApiKey({ account_id, key_id: text(form, 'id', 40) })
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, `/team/api-keys?account=${encodeURIComponent(account_id)}&done=revoked`)
  },
}
