import { redirect } from '@sveltejs/kit'
import { failPage } from '$lib/server/errors.ts'
import { emailProblem, secret, text } from '$lib/server/forms/read.ts'
import { rejected, rejectionOf } from '$lib/server/forms/rejection.ts'
import { takeForm } from '$lib/server/forms/take.ts'
import { chosenAccount } from '$lib/server/session/chosen-account.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { GivenRole } from '@tuvens/contract'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  const member = requireMember({ locals, url })
  if (!member.isEmailVerified) redirect(303, '/verify-email?next=%2Fteam')
  const { account, isLost } = chosenAccount(member, url)
  const accounts = member.accounts.map(({ account_id, name }) => ({ id: account_id, name }))
  const done = url.searchParams.get('done')
  if (account === undefined) return { accounts, team: null, canManage: false, done, isLost }
  const found = await locals.api.readTeam(String(account.account_id))
  if (!found.ok) failPage(found.failure)
  return {
    accounts,
    team: found.value,
    canManage: account.permissions.includes('manage_members'),
    done,
    isLost,
  }
}

const ROLES: readonly GivenRole[] = ['admin', 'editor', 'viewer']
const roleOf = (form: FormData): GivenRole => ROLES.find((role) => role === form.get('role')) ?? 'viewer'

/** The account and the person that a form of this page is about. */
async function readForm(event: Parameters<typeof takeForm>[0]) {
  const form = await takeForm(event)
  const account = text(form, 'account', 20)
  const back = (done: string) => `/team?account=${encodeURIComponent(account)}&done=${done}`
  return { form, account, id: text(form, 'id', 40), back }
}

export const actions: Actions = {
  invite: async (event) => {
    const { form, account, back } = await readForm(event)
    const email = text(form, 'email', 254)
    const errors = emailProblem(email)
    if (Object.keys(errors).length > 0) return rejected(400, errors)
    const answer = await event.locals.api.inviteMember(account, { email, role: roleOf(form) })
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, back('invited'))
  },
  revoke: async (event) => {
    const { account, id, back } = await readForm(event)
    const answer = await event.locals.api.revokeInvitation(account, id)
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, back('taken-back'))
  },
  role: async (event) => {
    const { form, account, id, back } = await readForm(event)
    const answer = await event.locals.api.changeRole(account, id, roleOf(form))
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, back('role'))
  },
  handOver: async (event) => {
    const { form, account, id, back } = await readForm(event)
    const password = secret(form, 'password').slice(0, 128)
    const errors = {
      ...(id === '' && { id: 'Choose the new owner' }),
      ...(password === '' && { password: 'Enter your password' }),
    }
    if (Object.keys(errors).length > 0) return rejected(400, errors)
    const answer = await event.locals.api.handOver(account, { user_id: id, password })
    if (!answer.ok) return rejectionOf(answer.failure)
    redirect(303, back('handed-over'))
  },
}
