import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { secret, text } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

/** Asks before a passkey is removed. */
export const load: PageServerLoad = async ({ locals, url }) => {
  requireMember({ locals, url })
  const methods = await locals.api.readSignInMethods()
  if (!methods.ok) failPage(methods.failure)
  const { passkeys } = methods.value
  const passkey = passkeys.find(({ id }) => id === url.searchParams.get('id'))
  if (passkey === undefined) redirect(303, '/account/passkeys')
  return { id: passkey.id, name: passkey.name, isLast: passkeys.length === 1 }
}

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    requireMember({ locals, url })
    const form = await request.formData()
    const password = secret(form, 'password').slice(0, 128)
    if (password === '') return rejected(400, { password: 'Enter your password' })
    const answer = await locals.api.deletePasskey(text(form, 'id', 40), password)
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, '/account/passkeys')
  },
}
