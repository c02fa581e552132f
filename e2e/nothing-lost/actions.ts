import { type Call, details, makeProduct, reserve } from '../../box-office/test-support/organiser.ts'
import { EDITS } from './edits.ts'
import { INCIDENTS } from './incidents.ts'
import type { Scenario } from './scenario.ts'

const DAY_MS = 86_400_000

/** What may be done with an event whose ticketing is set up, in the box office and on Tuvens, and what may happen. */
export const ACTIONS = {
  ...EDITS,
  ...INCIDENTS,
  publish: (scenario) => setStatus(scenario, 'LIVE'),
  pause: (scenario) => setStatus(scenario, 'DRAFT'),
  cancel: (scenario) => setStatus(scenario, 'ARCHIVED'),
  'edit the title': (scenario) => edit(scenario, { title: `Edited at ${Date.now()}` }),
  'edit the description': (scenario) => edit(scenario, { description: `<p>Edited at ${Date.now()}</p>` }),
  'edit the address': ({ organiser, hiEventId }) =>
    organiser.call('PATCH', `/events/${hiEventId}/settings`, {
      location_details: { ...ADDRESS, venue_name: `Changed at ${Date.now()}` },
    }),
  'move the end into the past': (scenario) => edit(scenario, endingIn(-DAY_MS)),
  'move the end to the next second': (scenario) => edit(scenario, endingIn(700)),
  'move the end far into the future': (scenario) => edit(scenario, endingIn(10 * DAY_MS)),
  order: async ({ organiser: { call }, hiEventId: eventId }) => {
    const categories = await call('GET', `/events/${eventId}/product-categories`)
    const product = await makeProduct(
      { ...NOBODY, call },
      { eventId, categoryId: categories.body.data[0].id },
    )
    const { path, session } = await reserve(call, product)
    await call('PUT', path, details(product), { cookie: `session_identifier=${session}` })
  },
  delete: ({ organiser, hiEventId }) => organiser.call('DELETE', `/events/${hiEventId}`),
  'duplicate and publish the copy': async (scenario) => {
    scenario.mayBeMade++
    const { call } = scenario.organiser
    const { id, title, start_date } = await read(scenario)
    const copy = await call('POST', `/events/${id}/duplicate`, { title: `${title} again`, start_date })
    await call('PUT', `/events/${copy.body.data.id}/status`, { status: 'LIVE' })
  },
  'archive the organizer': ({ organiser }) => archiveOrganizer(organiser.call),
  'pause the webhook': async (scenario) => {
    const { path, webhook } = await hook(scenario)
    await scenario.organiser.call('PUT', path, { ...webhook, status: 'PAUSED' })
  },
  'resume the webhook': async (scenario) => {
    const { path, webhook } = await hook(scenario)
    await scenario.organiser.call('PUT', path, { ...webhook, status: 'ENABLED' })
  },
  'delete the webhook': async (scenario) => {
    const { path } = await hook(scenario)
    await scenario.organiser.call('DELETE', path)
  },
  unlink: async (scenario) => {
    await scenario.organiser.unlink(scenario.eventId)
    scenario.isLinked = false
  },
  link: async (scenario) => {
    scenario.mayBeMade++
    await scenario.link()
  },
} satisfies Record<string, (scenario: Scenario) => Promise<unknown>>

export type ActionName = keyof typeof ACTIONS

/** Made by hand in the ticket system. */
export const OTHER_ORGANIZER = 'Another organizer'

const ADDRESS = {
  address_line_1: 'Overtoom 1',
  city: 'Amsterdam',
  zip_or_postal_code: '1054 HA',
  country: 'NL',
}
const NOBODY = { token: '', email: '', accountId: 0, userId: 0 }

const setStatus = ({ organiser, hiEventId }: Scenario, status: string) =>
  organiser.call('PUT', `/events/${hiEventId}/status`, { status })

const read = async ({ organiser, hiEventId }: Scenario) =>
  (await organiser.call('GET', `/events/${hiEventId}`)).body.data

async function edit(scenario: Scenario, change: object): Promise<void> {
  const { title, description, category, timezone, currency, start_date, end_date } = await read(scenario)
  const whole = { title, description, category, timezone, currency, start_date, end_date, ...change }
  await scenario.organiser.call('PUT', `/events/${scenario.hiEventId}`, whole)
}

function endingIn(ms: number) {
  const end = Date.now() + ms
  const [start_date, end_date] = [end - 3_600_000, end].map((at) => new Date(at).toISOString())
  return { start_date, end_date }
}

/** Archives the organizer of an account. The last one cannot be archived, so another is made first. */
export async function archiveOrganizer(call: Call): Promise<void> {
  const [{ id, email, timezone, currency }] = (await call('GET', '/organizers')).body.data
  await call('POST', '/organizers', { name: OTHER_ORGANIZER, email, timezone, currency })
  await call('PUT', `/organizers/${id}/status`, { status: 'ARCHIVED' })
}

async function organizer({ organiser }: Scenario) {
  return (await organiser.call('GET', '/organizers')).body.data[0]
}

async function hook(scenario: Scenario) {
  const path = `/organizers/${(await organizer(scenario)).id}/webhooks`
  const { id, ...webhook } = (await scenario.organiser.call('GET', path)).body.data[0]
  return { path: `${path}/${id}`, webhook }
}
