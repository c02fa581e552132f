import type { HttpCaller } from '@tuvens/platform/http/call'
import type { BaseContext } from '../base/context.ts'

export type FlagsContext = BaseContext & {
  /** Signed calls of the API. */
  statusApi: HttpCaller
}
