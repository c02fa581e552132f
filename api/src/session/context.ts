import type { AuthContext } from '../auth/context.ts'
import type { Batches } from './batch.ts'
import type { Consumed, Consumption } from './store.ts'

export type Consumptions = Batches<Consumption, Consumed>

export type SessionContext = AuthContext & { consumptions: Consumptions }
