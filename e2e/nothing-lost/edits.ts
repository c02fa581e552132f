import type { Differences } from '@tuvens/contract'
import type { Scenario } from './scenario.ts'

const DAY_MS = 86_400_000
let edits = 0

/** What an organiser does on the event site: edits of the event, and choices between two values of a field. */
export const EDITS = {
  'edit the title on Tuvens': (scenario) => patch(scenario, { title: `Of Tuvens ${++edits}` }),
  'edit the description on Tuvens': (scenario) =>
    patch(scenario, { description: `Line ${++edits} & <more>\n\nA second paragraph` }),
  'move the event on Tuvens': (scenario) => {
    const start = Date.now() + (10 + (++edits % 20)) * DAY_MS
    const [startDate, endDate] = [start, start + 7_200_000].map((at) => new Date(at).toISOString())
    return patch(scenario, { startDate, endDate })
  },
  'edit the venue on Tuvens': (scenario) => patch(scenario, { venue: { ...PLACE, name: `Hall ${++edits}` } }),
  'use the values of Tuvens': (scenario) => settle(scenario, 'tuvens'),
  'use the values of the ticket system': (scenario) => settle(scenario, 'ticket_system'),
} satisfies Record<string, (scenario: Scenario) => Promise<unknown>>

const PLACE = { address_line_1: 'Damrak 1', city: 'Amsterdam', zip_postal_code: '1012 LG', country: 'NL' }

async function patch({ organiser, eventId }: Scenario, payload: object): Promise<void> {
  await organiser.request({ method: 'PATCH', url: `/api/events/${eventId}`, payload })
}

async function settle(scenario: Scenario, use: 'tuvens' | 'ticket_system'): Promise<void> {
  const { organiser, eventId } = scenario
  for (const { field, seen } of (await readDifferences(scenario)) ?? [])
    await organiser.request({
      method: 'POST',
      url: `/api/events/${eventId}/differences`,
      payload: { field, use, seen },
    })
}

/** The differences that the page for comparing shows; null while they cannot be read. */
export async function readDifferences({
  organiser,
  eventId,
}: Scenario): Promise<Differences['differences'] | null> {
  const response = await organiser.request({ method: 'GET', url: `/api/events/${eventId}/differences` })
  return response.statusCode === 200 ? response.json<Differences>().differences : null
}
