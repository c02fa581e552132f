import type { ValidatedSession } from '@tuvens/contract'
import type { AccountWithLogin } from '../mapping/account.ts'

/** What a landing passes to provisioning. */
export type ProvisionRequest = {
  session: ValidatedSession
  /** The session token, for reporting the link to the API. */
  token: string
  /** Checked `event_data` of a session without an event. */
  eventData: string | null
}

/** The result of provisioning. `path` is where the organiser goes next. */
export type Provisioned = { account: AccountWithLogin; hiEventId: number | null; path: string }
