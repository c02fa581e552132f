import type { HttpCaller } from '@tuvens/platform/http/call'
import type { WakeUp } from '@tuvens/platform/work'
import type { RelayContext } from '../relay/context.ts'
import type { SessionContext } from '../session/context.ts'

export type EditsContext = RelayContext &
  SessionContext & {
    editsWakeUp: WakeUp
    /** Signed calls of the API. */
    statusApi: HttpCaller
  }
