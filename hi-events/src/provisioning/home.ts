import type { ValidatedSession } from '@tuvens/contract'
import { currentZone } from '@tuvens/platform/zones'
import { isUpstream } from '../upstream/errors.ts'

/** For accounts and organizers, which only lend them to new events: each of ours brings its own. */
export const HOME = { timezone: 'UTC', currency: 'EUR' }

/** Where an account or organizer made for this session is at home. */
export function homeOf({ event }: ValidatedSession): typeof HOME {
  return event === undefined ? HOME : { timezone: currentZone(event.timezone), currency: event.currency }
}

/** Makes something; the fields that are refused get their value of `instead`, and it is tried once more. */
export async function makeOr<Body extends object, Made>(
  instead: Partial<Body>,
  body: Body,
  make: (body: Body) => Promise<Made>,
): Promise<Made> {
  try {
    return await make(body)
  } catch (error) {
    const refused = isUpstream(error, 'refused') ? error.fields : {}
    const mended = Object.entries(instead).filter(([field]) => Object.hasOwn(refused, field))
    if (mended.length === 0) throw error
    return make({ ...body, ...Object.fromEntries(mended) })
  }
}
