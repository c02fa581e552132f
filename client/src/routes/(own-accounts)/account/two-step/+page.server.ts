import { fail, redirect } from '@sveltejs/kit'
import { toString } from 'qrcode'
import type { FormErrors } from '$lib/forms/errors.ts'
import { failPage } from '$lib/server/errors.ts'
import { secret, text } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import { requireMember } from '$lib/server/session/require.ts'
import { failureText } from '$lib/words/failures.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  requireMember({ locals, url })
  const methods = await locals.api.readSignInMethods()
  if (!methods.ok) failPage(methods.failure)
  return { isOn: methods.value.has_second_factor }
}

const NO_ERRORS: FormErrors = {}

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
    const given = { secret: text(form, 'key', 64), uri: text(form, 'uri', 500) }
    if (!given.uri.startsWith('otpauth://totp/')) redirect(303, '/account/two-step')
    const setup = await pictureOf(given)
    const answer = await locals.api.confirmSecondFactor(text(form, 'code', 7).replaceAll(' ', ''))
    if (answer.ok) return { codes: answer.value.recovery_codes }
    const { status, code, retryAfterSeconds } = answer.failure
    if (code !== 'SECOND_FACTOR_INVALID' && code !== 'VALIDATION_ERROR')
      return fail(status, { setup, errors: NO_ERRORS, ...failureText(code, retryAfterSeconds) })
    const message = 'That code is not right. Wait for the next one; check the clock of your phone'
    return fail(400, { setup, errors: { code: message } })
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
