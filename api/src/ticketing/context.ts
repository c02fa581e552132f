import type { HttpCaller } from '@tuvens/platform/http/call'
import type { AuthContext } from '../auth/context.ts'

/** `wake` is called after a commit that may have written a change; `createContext` passes the implementation. */
export type TicketingContext = AuthContext & { stream: { wake: () => void }; ticketOrigin: HttpCaller }
