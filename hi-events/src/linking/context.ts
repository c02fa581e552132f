import type { BaseContext } from '../base/context.ts'
import type { HiEvents } from '../upstream/hi-events.ts'

export type LinkingContext = BaseContext & { hiEvents: HiEvents }
