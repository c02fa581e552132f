import type { SourceStatus } from '@tuvens/contract'
import { PHASES } from '@tuvens/design'
import type { Case, Sight, StepName } from './shapes.ts'

const SOURCE_WORDS: Record<SourceStatus, string> = {
  LIVE: 'published',
  DRAFT: 'a draft',
  CANCELLED: 'archived',
  ENDED: 'over',
}

/** What was seen at each step; what was not seen is left out. */
export const SIGHTS: Record<StepName, (of: Case) => Sight[]> = {
  link: ({ report, link }) => [
    ...at('Tied', link?.linked_at),
    ...at('Told to this site', link?.told_at),
    ...value('Number on the ticket system', link?.hi_events_event_id ?? report.hi_events_event_id),
  ],
  source: ({ report, link }) => [
    ...(link === null ? [] : at('Looked at', report.tickets?.seen_at)),
    ...value('It says', link?.look.status && SOURCE_WORDS[link.look.status]),
    ...at('Missing since', link?.lost_at),
    ...at('Ends', link?.look.ends_at),
    ...value('Copies made there, not followed here', link?.copies || null),
  ],
  messages: ({ report, link }) => [
    ...at('Last message of the ticket system', link?.delivery.received_at),
    ...at('Last status taken in here', report.last_message?.received_at ?? report.last_message?.sent_at),
    ...value('Waiting', link?.messages.waiting || null),
    ...value('Given up', link?.messages.dead || null),
  ],
  sweep: ({ link }) => at('Last check', link?.sweep.at),
  page: ({ report, link }) => [
    ...value('It shows', PHASES[report.phase].label),
    ...at('Last changed', report.changed_at),
    ...at('Sales begin', link?.sale.opens_at),
  ],
}

function at(what: string, instant: string | null | undefined): Sight[] {
  return instant ? [{ what, at: instant }] : []
}

function value(what: string, seen: string | number | null | undefined): Sight[] {
  return seen === null || seen === undefined ? [] : [{ what, value: String(seen) }]
}
