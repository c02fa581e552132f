import { error, redirect } from '@sveltejs/kit'
import { failureText } from '$lib/words/failures.ts'
import { whoMay } from '$lib/words/roles.ts'
import { chosenAccount } from './session/chosen-account.ts'
import { requireMember } from './session/require.ts'

/** The account whose webhooks a page is about, of somebody who may manage them. */
export function webhookAccount(request: { locals: App.Locals; url: URL }): { id: string; name: string } {
  const member = requireMember(request)
  if (!member.isEmailVerified) redirect(303, '/verify-email?next=%2Fteam%2Fwebhooks')
  const { account } = chosenAccount(member, request.url)
  if (account === undefined) redirect(303, '/team')
  if (!account.permissions.includes('manage_members')) {
    const message = `This is for ${whoMay('manage_members')} of ${account.name}. They can change your role.`
    const wayOn = { text: 'Back to the team', href: `/team?account=${account.account_id}` }
    error(403, { ...failureText('PERMISSION_DENIED'), message, code: 'PERMISSION_DENIED', wayOn })
  }
  return { id: String(account.account_id), name: account.name }
}
