import type { BaseContext } from '../base/context.ts'
import type { HiEvents } from '../upstream/hi-events.ts'
import type { Catalogue } from './catalogue.ts'

export type ShopContext = BaseContext & { hiEvents: HiEvents; catalogue: Catalogue }
