import type { WakeUp } from '@tuvens/platform/work'
import type { ShopContext } from '../shop/context.ts'
import type { StatusContext } from '../status/context.ts'

export type SalesContext = ShopContext & StatusContext & { shopsWakeUp: WakeUp }
