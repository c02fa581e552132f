/** The parts of the console, in the order of its menu. */
export const SECTIONS = [
  { path: '/', title: 'Health' },
  { path: '/dead-letters', title: 'Dead letters' },
  { path: '/deliveries', title: 'Deliveries' },
  { path: '/links', title: 'Links' },
  { path: '/sessions', title: 'Sessions' },
  { path: '/complaints', title: 'Complaints' },
  { path: '/flags', title: 'Flags' },
  { path: '/audit-log', title: 'Audit log' },
] as const
