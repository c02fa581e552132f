import { text } from '$lib/server/forms/read.ts'
import { rejectionOf } from '$lib/server/forms/rejection.ts'
import { takeForm } from '$lib/server/forms/take.ts'
import { requireApiKey } from '$lib/server/session/api-keys.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => requireApiKey(event)

export const actions: Actions = {
  /** The answer itself shows the secret: an address or a cookie would keep it. */
  default: async (event) => {
    const form = await takeForm(event)
    const overlap = Number(text(form, 'overlap', 3))
    const overlap_hours = Number.isInteger(overlap) && overlap >= 1 && overlap <= 168 ? overlap : 24
    const answer = await event.locals.api.rotateApiKey(
      { account_id: text(form, 'account', 20), key_id: text(form, 'id', 40) },
      { overlap_hours },
    )
    if (!answer.ok) return rejectionOf(answer.failure)
    return { secret: answer.value.secret }
  },
}
