import type { BaseContext } from '../base/context.ts'
import type { Assets } from './assets.ts'

export type WebContext = BaseContext & { assets: Assets }
