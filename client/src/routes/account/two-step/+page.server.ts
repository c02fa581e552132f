import { redirect } from '@sveltejs/kit'
import { toString } from 'qrcode'
import { failPage } from '$lib/server/errors.ts'
import { secret, text } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  requireMember({ locals, url })
  const methods = await locals.api.readSignInMethods()
  if (!methods.ok) failPage(methods.failure)
  return { isOn: methods.value.has_second_factor }
}

type Setup = { secret: string; uri: string }

/** The code as an image that needs no script: a QR code in a data address. */
async function pictureOf({ secret: key, uri }: Setup) {
  const svg = await toString(uri, { type: 'svg', margin: 2 })
  return { key, uri, image: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` }
}

export const actions: Actions = {
  start: async ({ request, locals, url }) => {
    requireMember({ locals, url })
    const password = secret(await request.formData(), 'password').slice(0, 128)
    if (password === '') return rejected(400, { password: 'Enter your password' })
    const answer = await locals.api.startSecondFactor(password)
    if (!answer.ok) return rejectionOf(answer.failure)
    return { setup: await pictureOf(answer.value) }
  },
  confirm: async ({ request, locals, url }) => {
    requireMember({ locals, url })
    const form = await request.formData()
    const setup = await pictureOf({ secret: text(form, 'key', 64), uri: text(form, 'uri', 500) })
    const answer = await locals.api.confirmSecondFactor(text(form, 'code', 7).replaceAll(' ', ''))
    if (answer.ok) return { codes: answer.value.recovery_codes }
    const message = 'That code is not right. Wait for the next one; check the clock of your phone.'
    return { setup, errors: { code: message } }
  },
  remove: async ({ request, locals, url }) => {
    requireMember({ locals, url })
    const password = secret(await request.formData(), 'password').slice(0, 128)
    if (password === '') return rejected(400, { password: 'Enter your password' })
    const answer = await locals.api.removeSecondFactor(password)
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, '/account?done=two-step-off')
  },
}
