import type { FairQueue } from '@tuvens/platform/limits/fair-queue'
import type { AuthContext } from '../auth/context.ts'

export type PicturesContext = AuthContext & {
  /** Pictures are decoded in it. */
  pictureQueue: FairQueue
}
