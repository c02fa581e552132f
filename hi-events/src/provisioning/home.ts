import type { ValidatedSession } from '@tuvens/contract'
import { currentZone } from '@tuvens/platform/zones'
import { isUpstream } from '../upstream/errors.ts'

/** Accounts and organizers only give these to new events as a default; each of our events sets its own. */
export const HOME = { timezone: 'UTC', currency: 'EUR' }

/** Time zone and currency of an account or organizer that is created for this session. */
export function homeOf({ event }: ValidatedSession): typeof HOME {
  return event === undefined ? HOME : { timezone: currentZone(event.timezone), currency: event.currency }
}

/** Creates something; refused fields get their value from `instead`, and it is tried once more. */
export async function makeOr<Body extends object, Made>(
  instead: Partial<Body>,
  body: Body,
  make: (body: Body) => Promise<Made>,
): Promise<Made> {
  try {
    return await make(body)
  } catch (error) {
    const refused = isUpstream(error, 'refused') ? error.fields : {}
    const replaced = Object.entries(instead).filter(([field]) => Object.hasOwn(refused, field))
    if (replaced.length === 0) throw error
    return make({ ...body, ...Object.fromEntries(replaced) })
  }
}
