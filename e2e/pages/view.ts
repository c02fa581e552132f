import type { Page } from '@playwright/test'
import type { DemoWorld } from './world.ts'

/** One page in one state. */
export type View = {
  name: string
  as: 'guest' | 'organiser'
  /** Brings a fresh browser there. */
  open: (page: Page, world: DemoWorld) => Promise<void>
  /** Shared by views of the same elements in the same colours, whose words alone differ: axe opens the first of them. */
  likeness?: string
}
