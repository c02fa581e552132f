import { COMPLAINT_REASONS, MAX_COMPLAINT_TEXT } from '@tuvens/contract'
import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { isEmail, lines, text } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params, locals, url }) => {
  const found = await locals.api.readEvent(params.id)
  if (!found.ok) failPage(found.failure)
  const given = url.searchParams.get('received') ?? ''
  return {
    id: params.id,
    title: found.value.title,
    maxText: MAX_COMPLAINT_TEXT,
    // Shown only: whatever the address says.
    reference: /^[1-9]\d{0,17}$/.test(given) ? given : null,
  }
}

export const actions: Actions = {
  default: async ({ params, request, locals }) => {
    const form = await request.formData()
    const reason = COMPLAINT_REASONS.find((each) => each === form.get('reason'))
    const words = lines(form, 'text', MAX_COMPLAINT_TEXT)
    const email = text(form, 'email', 254)
    const errors = {
      ...(reason === undefined && { reason: 'Choose what is wrong' }),
      ...(words.length > MAX_COMPLAINT_TEXT && { text: `Use at most ${MAX_COMPLAINT_TEXT} characters` }),
      ...(email !== '' && !isEmail(email) && { email: 'Enter an e-mail address like name@example.com' }),
    }
    if (reason === undefined || Object.keys(errors).length > 0) return rejected(400, errors)
    const answer = await locals.api.fileComplaint(params.id, {
      reason,
      text: words,
      ...(email !== '' && { email }),
    })
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, `/event/${params.id}/complaint?received=${answer.value.reference}`)
  },
}
