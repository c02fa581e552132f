import type { MappingContext } from '../mapping/context.ts'
import type { SessionContext } from '../session/context.ts'
import type { Lock } from './lock.ts'

export type LinkingContext = MappingContext & SessionContext & { lock: Lock }
