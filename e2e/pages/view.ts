import type { Page } from '@playwright/test'
import type { DemoWorld } from './world.ts'

/** One page in one state. */
export type View = {
  name: string
  as: 'guest' | 'organiser'
  /** Opens the view in a new browser context. */
  open: (page: Page, world: DemoWorld) => Promise<void>
  /** The same for views that differ only in their texts: axe checks only the first of them. */
  likeness?: string
}
