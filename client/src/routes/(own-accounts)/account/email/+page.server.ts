import { redirect } from '@sveltejs/kit'
import { emailProblem, secret, text } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => ({
  email: requireMember({ locals, url }).user.email,
})

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    requireMember({ locals, url })
    const form = await request.formData()
    const [email, password] = [text(form, 'email', 254), secret(form, 'password').slice(0, 128)]
    const errors = { ...emailProblem(email), ...(password === '' && { password: 'Enter your password' }) }
    if (Object.keys(errors).length > 0) return rejected(400, errors)
    const answer = await locals.api.requestEmailChange({ email, password })
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, '/account?done=mailed')
  },
}
