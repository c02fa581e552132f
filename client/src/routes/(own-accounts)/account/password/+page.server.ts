import { redirect } from '@sveltejs/kit'
import { secret } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
  requireMember({ locals, url })
}

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    requireMember({ locals, url })
    const form = await request.formData()
    const [password, new_password] = [secret(form, 'password'), secret(form, 'new_password')]
    const errors = {
      ...(password === '' && { password: 'Enter your present password' }),
      ...(new_password.length < 8 && { new_password: 'Use at least 8 characters' }),
      ...(new_password.length > 128 && { new_password: 'Use at most 128 characters' }),
    }
    if (Object.keys(errors).length > 0) return rejected(400, errors)
    const answer = await locals.api.changePassword({ password: password.slice(0, 128), new_password })
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, '/account?done=password')
  },
}
