import { fail, redirect } from '@sveltejs/kit'
import type { FormErrors, RejectedForm } from '$lib/forms/errors.ts'
import { emailProblem, secret, text } from '$lib/server/forms/read.ts'
import { sessionCookies } from '$lib/server/session/cookies.ts'
import { originOf, safeNext } from '$lib/server/session/next.ts'
import { failureText } from '$lib/words/failures.ts'
import { refusedField } from '$lib/words/refused-fields.ts'
import type { Actions, PageServerLoad } from './$types'

const MIN_PASSWORD = 8
const MAX_PASSWORD = 128

type Values = { name: string; email: string; account_name: string }

export const load: PageServerLoad = ({ locals, url }) => {
  const next = safeNext(url.searchParams.get('next'))
  if (locals.visitor.kind === 'member') redirect(303, next)
  return { next, minPassword: MIN_PASSWORD }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const password = secret(form, 'password')
    const values = {
      name: text(form, 'name', 120),
      email: text(form, 'email', 254),
      account_name: text(form, 'account_name', 120),
    }
    const errors = problemsOf(values, password)
    if (Object.keys(errors).length > 0) return reject(400, { values, errors })
    const { account_name, ...person } = values
    const next = safeNext(text(form, 'next', 1000))
    const answer = await locals.api.register({
      ...person,
      ...originOf(next),
      password,
      ...(account_name !== '' && { account_name }),
    })
    if (!answer.ok) {
      const errors: FormErrors =
        answer.failure.code === 'EMAIL_TAKEN' ? { email: 'This e-mail already has an account' } : {}
      const { details, code, status } = answer.failure
      const named = Object.fromEntries(details.map((each) => [each.field, refusedField(each)]))
      return reject(status, { values, errors: { ...errors, ...named }, ...failureText(code) })
    }
    sessionCookies(cookies, url.protocol === 'https:').write(answer.value)
    // The mail of an invitation is proof enough of the e-mail.
    redirect(303, next.startsWith('/invitation?') ? next : `/verify-email?next=${encodeURIComponent(next)}`)
  },
}

function problemsOf({ name, email, account_name }: Values, password: string): FormErrors {
  return {
    ...(name === '' && { name: 'Enter your name' }),
    ...(name.length > 120 && { name: 'Use at most 120 characters for your name' }),
    ...emailProblem(email),
    ...(account_name.length > 120 && { account_name: 'Use at most 120 characters for the organiser’s name' }),
    ...(password.length < MIN_PASSWORD && {
      password: `Use at least ${MIN_PASSWORD} characters: a short sentence does well`,
    }),
    ...(password.length > MAX_PASSWORD && { password: `Use at most ${MAX_PASSWORD} characters` }),
  }
}

const reject = (status: number, rejected: RejectedForm<Values>) => fail(status, rejected)
