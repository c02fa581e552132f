import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { readNewPasskey } from '$lib/server/forms/passkey.ts'
import { secret, text } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

const MAX_ANSWER = 20_000

export const load: PageServerLoad = async ({ locals, url }) => {
  requireMember({ locals, url })
  const methods = await locals.api.readSignInMethods()
  if (!methods.ok) failPage(methods.failure)
  return { passkeys: methods.value.passkeys.map(({ id, name }) => ({ id, name })) }
}

export const actions: Actions = {
  start: async ({ request, locals, url }) => {
    requireMember({ locals, url })
    const form = await request.formData()
    const [name, password] = [text(form, 'name', 60), secret(form, 'password').slice(0, 128)]
    const errors = {
      ...(name === '' && { name: 'Give it a name, such as “My phone”' }),
      ...(password === '' && { password: 'Enter your password' }),
    }
    if (Object.keys(errors).length > 0) return rejected(400, errors)
    const answer = await locals.api.passkeyOptions(password)
    if (!answer.ok) return rejectionOf(answer.failure)
    return { options: JSON.stringify(answer.value), name }
  },
  add: async ({ request, locals, url }) => {
    requireMember({ locals, url })
    const form = await request.formData()
    const passkey = readNewPasskey(text(form, 'passkey', MAX_ANSWER))
    if (passkey === undefined) return rejected(400, { name: 'The browser made no passkey. Try again.' })
    const answer = await locals.api.addPasskey({ name: text(form, 'name', 60), passkey })
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, '/account/passkeys')
  },
}
