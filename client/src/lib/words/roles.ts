import { type Permission, PERMISSIONS_OF_ROLE, type Role, ROLES } from '@tuvens/contract'

/** What each role may do, in words. */
export const ROLE_WORDS: Record<Role, { name: string; rights: string }> = {
  owner: { name: 'Owner', rights: 'everything, and hands the account over' },
  admin: { name: 'Admin', rights: 'events, tickets and members' },
  editor: { name: 'Editor', rights: 'events and tickets' },
  viewer: { name: 'Viewer', rights: 'sees sales, orders and attendees' },
}

/** Who may do something, for a member who may not: “an owner, admin or editor”. */
export function whoMay(permission: Permission): string {
  const names = ROLES.filter((role) => PERMISSIONS_OF_ROLE[role].includes(permission)).map((role) =>
    ROLE_WORDS[role].name.toLowerCase(),
  )
  return `an ${names.join(', ').replace(/, (\w+)$/, ' or $1')}`
}
