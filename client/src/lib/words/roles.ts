import type { Role } from '@tuvens/contract'

/** What each role may do, in words. */
export const ROLE_WORDS: Record<Role, { name: string; rights: string }> = {
  owner: { name: 'Owner', rights: 'everything, and hands the account over' },
  admin: { name: 'Admin', rights: 'events, tickets and members' },
  editor: { name: 'Editor', rights: 'events and tickets' },
  viewer: { name: 'Viewer', rights: 'sees sales, orders and attendees' },
}
