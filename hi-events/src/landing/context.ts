import type { Limits } from '@tuvens/platform/limit'
import type { ProvisioningContext } from '../provisioning/context.ts'
import type { WebContext } from '../web/context.ts'

export type LandingContext = ProvisioningContext & WebContext & { limits: Limits<'unknownTokens'> }
