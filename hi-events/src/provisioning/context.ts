import type { RelayContext } from '../relay/context.ts'
import type { SessionContext } from '../session/context.ts'

export type ProvisioningContext = RelayContext & SessionContext
