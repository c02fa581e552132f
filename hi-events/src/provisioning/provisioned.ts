import type { ValidatedSession } from '@tuvens/contract'
import type { LinkedAccount } from '../mapping/account.ts'

/** What a landing asks for. */
export type ProvisionRequest = {
  session: ValidatedSession
  /** For telling the API of the link. */
  token: string
  /** Checked `event_data` of a session without an event. */
  eventData: string | null
}

/** What is there after provisioning. `path` is where the organiser goes next. */
export type Provisioned = { account: LinkedAccount; hiEventId: number | null; path: string }
