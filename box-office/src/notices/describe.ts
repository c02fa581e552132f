import type { BaseContext } from '../base-context.ts'
import { settingsOf } from '../events/settings/settings-shape.ts'
import type { EventRow } from '../events/store.ts'
import type { OrganizerRow } from '../organizers/store.ts'
import { placeLine } from '../rest/place.ts'
import { writeNotice } from './compose.tsx'
import { isSamePlan, type Plan } from './plan.ts'
import type { ChangedDate, ChangedEvent } from './store.ts'

type Config = BaseContext['config']

/** The mail about an event that changed; null when nothing changed that its holders need. */
export function noticeOf(config: Config, event: ChangedEvent, organizer: OrganizerRow) {
  const now = planOf(event, organizer)
  const before = plannedBefore(event, now)
  return isSamePlan(before, now) ? null : notice(config, { event, organizer, before, now })
}

/** Several dates are told of one by one, so their times and their clock are no change of the event. */
function plannedBefore({ told, has_several_dates }: ChangedEvent, now: Plan): Plan {
  const same = { place: placeLine(told.place, told.online), isCancelled: told.cancelled }
  if (told.start === null || has_several_dates) return { ...now, ...same }
  return { ...same, start: new Date(told.start), end: endOf(told.end), timezone: told.timezone }
}

/** The mail about one of several dates; null when nothing changed that its holders need. */
export function dateNoticeOf(
  config: Config,
  event: EventRow,
  { organizer, date }: { organizer: OrganizerRow; date: ChangedDate },
) {
  const plan = planOf(event, organizer)
  const { told } = date
  const now = {
    ...plan,
    start: date.start_date,
    end: date.end_date,
    isCancelled: date.status === 'CANCELLED',
  }
  const start = new Date(told.start)
  const before = { ...plan, start, end: endOf(told.end), isCancelled: told.cancelled }
  return isSamePlan(before, now) ? null : notice(config, { event, organizer, date: start, before, now })
}

const endOf = (text: string | null) => (text === null ? null : new Date(text))

function planOf(event: EventRow, organizer: OrganizerRow): Plan {
  const settings = settingsOf(event, organizer)
  return {
    start: event.start_date,
    end: event.end_date,
    timezone: event.timezone,
    place: placeLine(settings.location_details, settings.is_online_event),
    isCancelled: event.status === 'ARCHIVED',
  }
}

type Change = { event: EventRow; organizer: OrganizerRow; date?: Date; before: Plan; now: Plan }

function notice({ publicUrl }: Config, { event, organizer, now, ...change }: Change) {
  const { support_email: contact } = settingsOf(event, organizer)
  const { isCancelled: _isCancelled, ...when } = now
  return writeNotice({
    ...change,
    event: {
      ...when,
      title: event.title,
      organizer: organizer.name,
      contact: contact === '' ? null : contact,
    },
    now,
    url: `${publicUrl}/event/${event.id}`,
  })
}
