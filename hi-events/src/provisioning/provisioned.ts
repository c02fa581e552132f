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

/** `path` is where the organiser goes next. */
export type Place = { hiEventId: number | null; path: string }

/** The result of provisioning. */
export type Provisioned = Place & { account: AccountWithLogin }
