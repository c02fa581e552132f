import { redirect } from '@sveltejs/kit'
import { text } from '$lib/server/forms/read.ts'
import { rejectionOf } from '$lib/server/forms/rejection.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

/** Only the user who asked for the change can confirm it, so a guest signs in first. */
export const load: PageServerLoad = ({ locals, url }) => {
  const { user } = requireMember({ locals, url })
  return { token: url.searchParams.get('token')?.slice(0, 100) ?? '', email: user.email }
}

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    requireMember({ locals, url })
    const answer = await locals.api.confirmEmailChange(text(await request.formData(), 'token', 100))
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, '/account?done=email')
  },
}
