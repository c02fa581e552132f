import type { HttpCaller } from '@tuvens/platform/http/call'
import type { WakeUp } from '@tuvens/platform/work'
import type { BaseContext } from '../base/context.ts'

export type StatusContext = BaseContext & {
  /** Sends status reports. */
  statusApi: HttpCaller
  outboxWakeUp: WakeUp
}
