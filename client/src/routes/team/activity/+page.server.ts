import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { chosenAccount } from '$lib/server/session/chosen-account.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { PageServerLoad } from './$types'

/** Who did what in an account; the API decides who may read it. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const member = requireMember({ locals, url })
  if (!member.isEmailVerified) redirect(303, '/verify-email?next=%2Fteam%2Factivity')
  const { account } = chosenAccount(member, url)
  if (account === undefined) redirect(303, '/team')
  const id = String(account.account_id)
  const found = await locals.api.readAuditLog(id, url.searchParams.get('before') ?? '')
  if (!found.ok) failPage(found.failure)
  return { id, name: account.name, ...found.value }
}
