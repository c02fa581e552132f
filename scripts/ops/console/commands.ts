import type { OpsCommand } from '../command.ts'
import { AUDIT_COMMANDS } from './audit.ts'
import { DELIVERY_COMMANDS } from './deliveries.ts'
import { STATE_COMMANDS } from './state.ts'

/** What the operator's console does, by command. */
export const CONSOLE_COMMANDS: readonly OpsCommand[] = [
  ...STATE_COMMANDS,
  ...DELIVERY_COMMANDS,
  ...AUDIT_COMMANDS,
]
