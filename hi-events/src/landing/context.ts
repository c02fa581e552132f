import type { Limits } from '@tuvens/platform/limit'
import type { RelayContext } from '../relay/context.ts'
import type { WebContext } from '../web/context.ts'

export type LandingContext = RelayContext &
  WebContext & {
    limits: Limits<'unknownTokens'>
  }
