import type { AuthContext } from '../auth/context.ts'

/** `wake` is called after a commit that may have written a change; who is woken is decided above this room. */
export type TicketingContext = AuthContext & { stream: { wake: () => void } }
