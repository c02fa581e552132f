import type { Entrances } from '@tuvens/platform/limits/entrances'
import type { EntranceName } from '../base/entrances.ts'
import type { SalesContext } from '../sales/context.ts'
import type { WebContext } from '../web/context.ts'

export type PickerContext = SalesContext & WebContext & { entrances: Entrances<EntranceName> }
