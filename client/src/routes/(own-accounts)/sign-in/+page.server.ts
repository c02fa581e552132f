import { fail, redirect } from '@sveltejs/kit'
import type { RejectedForm } from '$lib/forms/errors.ts'
import { emailProblem, secret, text } from '$lib/server/forms/read.ts'
import { sessionCookies } from '$lib/server/session/cookies.ts'
import { safeNext } from '$lib/server/session/next.ts'
import { failureText } from '$lib/words/failures.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url, cookies }) => {
  const next = safeNext(url.searchParams.get('next'))
  if (locals.visitor.kind === 'member') redirect(303, next)
  const signedOut = sessionCookies(cookies, url.protocol === 'https:').readSignedOut()
  return { next, returning: next !== '/', codeEnded: url.searchParams.has('code-ended'), signedOut }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const [email, password] = [text(form, 'email', 254), secret(form, 'password')]
    const errors = {
      ...emailProblem(email),
      ...(password === '' && { password: 'Enter your password' }),
    }
    if (Object.keys(errors).length > 0) return reject(400, { values: { email }, errors })
    const answer = await locals.api.login({ email, password: password.slice(0, 128) })
    if (!answer.ok)
      return reject(answer.failure.status, {
        values: { email },
        errors: {},
        ...failureText(answer.failure.code, answer.failure.retryAfterSeconds),
      })
    const session = sessionCookies(cookies, url.protocol === 'https:')
    const next = safeNext(text(form, 'next', 1000))
    if ('second_factor_token' in answer.value) {
      session.writeSecondStep(answer.value)
      redirect(303, `/sign-in/code?next=${encodeURIComponent(next)}`)
    }
    session.write(answer.value)
    redirect(303, next)
  },
}

const reject = (status: number, rejected: RejectedForm<{ email: string }>) => fail(status, rejected)
