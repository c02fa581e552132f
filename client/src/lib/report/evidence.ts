import type { DateState, ReportedLink, SourceStatus } from '@tuvens/contract'
import { PHASES } from '@tuvens/design'
import { FIELD_NAMES } from '$lib/words/fields.ts'
import type { DiagnosisInput, Evidence, StepName } from './shapes.ts'

const SOURCE_WORDS: Record<SourceStatus, string> = {
  LIVE: 'published',
  DRAFT: 'a draft',
  CANCELLED: 'archived',
  ENDED: 'over',
}

const DATE_WORDS: Record<DateState, string> = {
  open: 'takes place',
  sold_out: 'sold out',
  cancelled: 'cancelled',
  past: 'over',
}

/** The evidence shown at each step; what is not known is left out. */
export const EVIDENCE: Record<StepName, (input: DiagnosisInput) => Evidence[]> = {
  link: ({ report, link }) => [
    ...at('Linked', link?.linked_at),
    ...at('Registered with this site', link?.registered_at),
    ...value('Number on the ticket system', link?.hi_events_event_id ?? report.hi_events_event_id),
  ],
  source: ({ report, link }) => [
    ...(link === null ? [] : at('Looked at', report.link_report?.compiled_at)),
    ...value('State there', link?.source.status && SOURCE_WORDS[link.source.status]),
    ...at('Missing since', link?.missing_at),
    ...at('Ends', link?.source.ends_at),
    ...datesThere(link?.source.dates ?? []),
    ...value('Several dates for one event', datesWord(link)),
    ...value('Copies made there, not followed here', link?.copies || null),
  ],
  details: ({ link }) => [
    ...at('Last compared', link?.details.compared_at),
    ...value('Changed on the ticket system', fieldsOf(link, 'changed')),
    ...value('Not taken by the ticket system', fieldsOf(link, 'refused')),
    ...value('Of which the tickets have the first date only', fieldsOf(link, 'single_date')),
    ...value('Not complete enough for the tickets', fieldsOf(link, 'incomplete')),
  ],
  messages: ({ report, link }) => [
    ...at('Last message of the ticket system', link?.delivery.received_at),
    ...at('Last status received here', report.last_message?.received_at ?? report.last_message?.sent_at),
    ...at('Message with a wrong time', report.future_message_at),
    ...value('Waiting', link?.messages.waiting || null),
    ...value('Not delivered', link?.messages.dead_letters || null),
  ],
  sweep: ({ link }) => at('Last check', link?.sweep.at),
  page: ({ report, link }) => [
    ...value('It shows', PHASES[report.phase].label),
    ...at('Last changed', report.changed_at),
    ...at('Sales begin', link?.shop.opens_at),
  ],
}

function at(label: string, instant: string | null | undefined): Evidence[] {
  return instant ? [{ label, at: instant }] : []
}

type Difference = ReportedLink['details']['differences'][number]

function fieldsOf(link: ReportedLink | null, wanted: Difference['reason']): string | null {
  const fields = link?.details.differences.filter(({ reason }) => reason === wanted) ?? []
  return fields.map(({ field }) => FIELD_NAMES[field]).join(', ') || null
}

function datesWord(link: ReportedLink | null): string | null {
  if (link?.can_have_dates === undefined) return null
  return link.can_have_dates ? 'possible there' : 'not possible there'
}

function datesThere(dates: NonNullable<ReportedLink['source']['dates']>): Evidence[] {
  if (dates.length === 0) return []
  const counts = Object.entries(DATE_WORDS).flatMap(([state, word]) => {
    const count = dates.filter((date) => date.state === state).length
    return count > 0 ? [`${count} ${state === 'open' && count > 1 ? 'take place' : word}`] : []
  })
  const instants = dates.map(({ starts_at, state }) => ({ at: starts_at, value: DATE_WORDS[state] }))
  return [{ label: 'Dates there', value: counts.join(', '), instants }]
}

function value(label: string, known: string | number | null | undefined): Evidence[] {
  return known === null || known === undefined ? [] : [{ label, value: String(known) }]
}
