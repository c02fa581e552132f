import type { AuthContext } from '../auth/context.ts'
import type { ConsumeSession } from './store.ts'

export type SessionContext = AuthContext & { consumeSession: ConsumeSession }
