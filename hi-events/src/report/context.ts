import type { MappingContext } from '../mapping/context.ts'
import type { SessionContext } from '../session/context.ts'
import type { ShopContext } from '../shop/context.ts'

export type ReportContext = MappingContext & SessionContext & ShopContext
