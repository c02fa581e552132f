import type { Entrances } from '@tuvens/platform/limits/entrances'
import type { GuessLimit } from '@tuvens/platform/limits/guesses'
import type { Limits } from '@tuvens/platform/limits/limit'
import type { EntranceName } from '../base/entrances.ts'
import type { ProvisioningContext } from '../provisioning/context.ts'
import type { TicketSessionContext } from '../ticket-session/context.ts'
import type { WebContext } from '../web/context.ts'

export type LandingContext = ProvisioningContext &
  WebContext &
  TicketSessionContext & {
    limits: Limits<'unknownTokens'>
    entrances: Entrances<EntranceName>
    /** Of passwords of logins of the ticket system. */
    guesses: GuessLimit
  }
