import type { Entrances } from '@tuvens/platform/limits/entrances'
import type { FairQueue } from '@tuvens/platform/limits/fair-queue'
import type { GuessLimit } from '@tuvens/platform/limits/guesses'
import type { Limits } from '@tuvens/platform/limits/limit'
import type { WakeUp } from '@tuvens/platform/work'
import type { Auditor } from '../audit/record.ts'
import type { CallerLimit } from '../base/config.ts'
import type { EntranceName } from '../base/entrances.ts'
import type { BaseContext } from '../base/context.ts'

import type { AccessTokens } from './access-token.ts'

/** What a route needs to authenticate its caller, limit the calls and record them. */
export type AuthContext = BaseContext & {
  tokens: AccessTokens
  limits: Limits<CallerLimit>
  /** Where strangers come in. */
  entrances: Entrances<EntranceName>
  guesses: GuessLimit
  /** Passwords are hashed in it. */
  passwordQueue: FairQueue
  audit: Auditor
  /** In lower case. */
  commonPasswords: ReadonlySet<string>
  /** Wakes the loop that sends mails, after one was queued. */
  mailing: WakeUp
  /** Wakes the loop that tells the ticket origin edited details, after one was queued. */
  editing: WakeUp
  /** Wakes the loop that sends webhook messages, after one was queued. */
  sendingWebhooks: WakeUp
  /** Wakes the streams of every node, after a change was written. */
  stream: { wake: () => void }
}
