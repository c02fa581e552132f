import type { SalesContext } from '../sales/context.ts'
import type { WebContext } from '../web/context.ts'

export type PickerContext = SalesContext & WebContext
