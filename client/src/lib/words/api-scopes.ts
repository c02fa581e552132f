import type { ApiScope } from '@tuvens/contract'

/** What each scope of an API key allows, in words. */
export const SCOPE_WORDS: Record<ApiScope, string> = {
  'events:read': 'Read its own events and how their tickets stand',
  'events:write': 'Create and change its own events',
  'reports:read': 'Read why tickets do not show',
  'sessions:create': 'Let its users sell tickets',
  'sessions:view': 'Let its users look at sales',
}
