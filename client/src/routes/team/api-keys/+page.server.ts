import { fail, redirect } from '@sveltejs/kit'
import { API_SCOPES, type ApiScope } from '@tuvens/contract'
import type { FormErrors } from '$lib/forms/errors.ts'
import { failPage } from '$lib/server/errors.ts'
import { text } from '$lib/server/forms/read.ts'
import { rejectionOf } from '$lib/server/forms/rejection.ts'
import { takeForm } from '$lib/server/forms/take.ts'
import { keyStateOf } from '$lib/server/session/api-keys.ts'
import { chosenAccount } from '$lib/server/session/chosen-account.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { Actions, PageServerLoad } from './$types'

/** The API keys of an account; the API decides who may manage them. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const member = requireMember({ locals, url })
  if (!member.isEmailVerified) redirect(303, '/verify-email?next=%2Fteam%2Fapi-keys')
  const { account } = chosenAccount(member, url)
  if (account === undefined) redirect(303, '/team')
  const id = String(account.account_id)
  const found = await locals.api.listApiKeys(id)
  if (!found.ok) failPage(found.failure)
  const now = Date.now()
  const keys = found.value.keys.map((key) => ({ key, state: keyStateOf(key, now) }))
  return { id, name: account.name, keys, done: url.searchParams.get('done') }
}

const DAYS: Readonly<Record<string, number | null>> = { never: null, '30': 30, '90': 90, '365': 365 }

/** What was typed comes back with the errors. */
type Rejected = { errors: FormErrors; typed: { name: string; scopes: ApiScope[]; expiry: string } }

export const actions: Actions = {
  /** The answer itself shows the secret: an address or a cookie would keep it. */
  create: async (event) => {
    const form = await takeForm(event)
    const account = text(form, 'account', 20)
    const name = text(form, 'name', 80)
    const scopes = API_SCOPES.filter((scope) => form.getAll('scopes').includes(scope))
    const errors = {
      ...(name === '' && { name: 'Enter a name for the key' }),
      ...(name.length > 80 && { name: 'Enter a name of up to 80 characters' }),
      ...(scopes.length === 0 && { scopes: 'Choose what the key may do' }),
    }
    const expiry = text(form, 'expiry', 10)
    if (Object.keys(errors).length > 0)
      return fail<Rejected>(400, { errors, typed: { name, scopes, expiry } })
    const expires_in_days = DAYS[expiry] ?? null
    const answer = await event.locals.api.createApiKey(account, { name, scopes, expires_in_days })
    if (!answer.ok) return rejectionOf(answer.failure)
    return { secret: answer.value.secret }
  },
}
