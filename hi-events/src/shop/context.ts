import type { BaseContext } from '../base/context.ts'
import type { HiEvents } from '../upstream/hi-events.ts'
import type { ShopCache } from './shop-cache.ts'

export type ShopContext = BaseContext & { hiEvents: HiEvents; shopCache: ShopCache }
