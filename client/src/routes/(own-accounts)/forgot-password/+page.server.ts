import { redirect } from '@sveltejs/kit'
import { emailProblem, text } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ url }) => ({ wasSent: url.searchParams.has('sent') })

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const email = text(await request.formData(), 'email', 254)
    const errors = emailProblem(email)
    if (Object.keys(errors).length > 0) return rejected(400, errors)
    const answer = await locals.api.requestPasswordReset(email)
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, '/forgot-password?sent')
  },
}
