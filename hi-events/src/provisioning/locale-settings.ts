import type { ValidatedSession } from '@tuvens/contract'
import { currentZone } from '@tuvens/platform/zones'
import { isUpstream } from '../upstream/errors.ts'

/** Accounts and organizers use these only as defaults of new events; each of our events sets its own. */
export const DEFAULT_LOCALE_SETTINGS = { timezone: 'UTC', currency: 'EUR' }

/** Time zone and currency of an account or organizer that is created for this session. */
export function localeSettingsOf({ event }: ValidatedSession): typeof DEFAULT_LOCALE_SETTINGS {
  return event === undefined
    ? DEFAULT_LOCALE_SETTINGS
    : { timezone: currentZone(event.timezone), currency: event.currency }
}

/** Creates something; when fields are refused, tries once more with their values from `instead`. */
export async function createWithFallback<Body extends object, Created>(
  instead: Partial<Body>,
  body: Body,
  create: (body: Body) => Promise<Created>,
): Promise<Created> {
  try {
    return await create(body)
  } catch (error) {
    const refused = isUpstream(error, 'refused') ? error.fields : {}
    const replaced = Object.entries(instead).filter(([field]) => Object.hasOwn(refused, field))
    if (replaced.length === 0) throw error
    return create({ ...body, ...Object.fromEntries(replaced) })
  }
}
