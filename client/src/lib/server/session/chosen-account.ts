import type { Membership } from '@tuvens/contract'
import type { Member } from './require.ts'

/**
 * The account that an address names, else the member's default one. `isLost`: the address names one that they are not a
 * member of, as after they were removed; the page says so at each visit and does not show another account in its place.
 */
export function chosenAccount(
  { accounts }: Member,
  { searchParams }: URL,
): { account: Membership | undefined; isLost: boolean } {
  const wanted = searchParams.get('account')
  const account =
    wanted === null
      ? (accounts.find((each) => each.is_default) ?? accounts[0])
      : accounts.find((each) => String(each.account_id) === wanted)
  return { account, isLost: wanted !== null && account === undefined }
}
