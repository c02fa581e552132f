import { cardOf } from '$lib/server/card.ts'
import { countDifferences } from '$lib/server/differences.ts'
import { failPage } from '$lib/server/errors.ts'
import { chosenAccount } from '$lib/server/session/chosen-account.ts'
import { requireMember } from '$lib/server/session/require.ts'
import type { PageServerLoad } from './$types'

const PAGE_SIZE = 50

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const member = requireMember({ locals, url })
  const { account, isLost } = chosenAccount(member, url)
  const when = url.searchParams.get('when') === 'past' ? ('past' as const) : ('upcoming' as const)
  const accounts = member.accounts.map(({ account_id, name }) => ({ id: account_id, name }))
  if (account === undefined)
    return {
      accounts,
      account: null,
      when,
      events: [],
      nextCursor: null,
      canCreate: false,
      canManage: false,
      differences: null,
      isLost,
    }
  const cursor = url.searchParams.get('cursor')?.slice(0, 200) ?? ''
  const canManage = account.permissions.includes('manage_ticketing')
  const [found, differences] = await Promise.all([
    locals.api.listEvents({ account_id: account.account_id, when, cursor, limit: PAGE_SIZE }),
    canManage ? countDifferences(locals.api, account.account_id) : null,
  ])
  if (!found.ok) failPage(found.failure)
  const { reader, now } = await parent()
  return {
    accounts,
    account: { id: account.account_id, name: account.name, role: account.role },
    when,
    events: found.value.events.map((event) => cardOf(event, reader.locale, now)),
    nextCursor: found.value.next_cursor,
    canCreate: account.permissions.includes('create_events'),
    isLost,
    canManage,
    differences,
  }
}
