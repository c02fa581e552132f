import type { RelayContext } from '../relay/context.ts'
import type { WebContext } from '../web/context.ts'

export type PickerContext = RelayContext & WebContext
