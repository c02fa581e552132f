import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { secret } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  requireMember({ locals, url })
  const methods = await locals.api.readSignInMethods()
  if (!methods.ok) failPage(methods.failure)
  if (!methods.value.has_second_factor) redirect(303, '/account/two-step')
  return { left: methods.value.recovery_codes_left }
}

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    requireMember({ locals, url })
    const password = secret(await request.formData(), 'password').slice(0, 128)
    if (password === '') return rejected(400, { password: 'Enter your password' })
    const answer = await locals.api.replaceRecoveryCodes(password)
    if (!answer.ok) return rejectionOf(answer.failure)
    return { codes: answer.value.recovery_codes }
  },
}
