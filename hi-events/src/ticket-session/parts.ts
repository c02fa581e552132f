import type { MappingContext } from '../mapping/context.ts'
import type { SessionContext } from '../session/context.ts'

/** What a ticket session is made of. */
export type TicketSessionParts = Pick<
  MappingContext,
  'db' | 'vault' | 'login' | 'hiEvents' | 'random' | 'newId' | 'clock' | 'log' | 'config'
> &
  Pick<SessionContext, 'auth'>
