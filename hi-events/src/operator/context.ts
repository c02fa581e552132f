import type { RelayContext } from '../relay/context.ts'
import type { SessionContext } from '../session/context.ts'
import type { StatusContext } from '../status/context.ts'

export type OperatorContext = RelayContext & SessionContext & StatusContext
