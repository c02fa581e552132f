import { details, makeProduct, reserve } from '../../box-office/test-support/organiser.ts'
import type { Story } from './story.ts'

const DAY_MS = 86_400_000

/** What an organiser may do with an event whose ticketing is set up, in the box office or on Tuvens. */
export const ACTIONS = {
  publish: (story) => setStatus(story, 'LIVE'),
  pause: (story) => setStatus(story, 'DRAFT'),
  cancel: (story) => setStatus(story, 'ARCHIVED'),
  edit: (story) => edit(story, { title: `Edited at ${Date.now()}` }),
  'move the end into the past': (story) => edit(story, endingIn(-DAY_MS)),
  'move the end to the next second': (story) => edit(story, endingIn(700)),
  'move the end far into the future': (story) => edit(story, endingIn(10 * DAY_MS)),
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
  'duplicate and publish the copy': async (story) => {
    story.mayBeMade++
    const { call } = story.organiser
    const { id, title, start_date } = await read(story)
    const copy = await call('POST', `/events/${id}/duplicate`, { title: `${title} again`, start_date })
    await call('PUT', `/events/${copy.body.data.id}/status`, { status: 'LIVE' })
  },
  'archive the organizer': async (story) => {
    const { id } = await organizer(story)
    await story.organiser.call('PUT', `/organizers/${id}/status`, { status: 'ARCHIVED' })
  },
  'pause the webhook': async (story) => {
    const { path, webhook } = await hook(story)
    await story.organiser.call('PUT', path, { ...webhook, status: 'PAUSED' })
  },
  'resume the webhook': async (story) => {
    const { path, webhook } = await hook(story)
    await story.organiser.call('PUT', path, { ...webhook, status: 'ENABLED' })
  },
  'delete the webhook': async (story) => {
    const { path } = await hook(story)
    await story.organiser.call('DELETE', path)
  },
  unlink: async (story) => {
    await story.organiser.unlink(story.eventId)
    story.isLinked = false
  },
  link: async (story) => {
    story.mayBeMade++
    await story.link()
  },
} satisfies Record<string, (story: Story) => Promise<unknown>>

export type ActionName = keyof typeof ACTIONS

const NOBODY = { token: '', email: '', accountId: 0, userId: 0 }

const setStatus = ({ organiser, hiEventId }: Story, status: string) =>
  organiser.call('PUT', `/events/${hiEventId}/status`, { status })

const read = async ({ organiser, hiEventId }: Story) =>
  (await organiser.call('GET', `/events/${hiEventId}`)).body.data

async function edit(story: Story, change: object): Promise<void> {
  const { title, description, category, timezone, currency, start_date, end_date } = await read(story)
  const whole = { title, description, category, timezone, currency, start_date, end_date, ...change }
  await story.organiser.call('PUT', `/events/${story.hiEventId}`, whole)
}

function endingIn(ms: number) {
  const end = Date.now() + ms
  const [start_date, end_date] = [end - 3_600_000, end].map((at) => new Date(at).toISOString())
  return { start_date, end_date }
}

async function organizer({ organiser }: Story) {
  return (await organiser.call('GET', '/organizers')).body.data[0]
}

async function hook(story: Story) {
  const path = `/organizers/${(await organizer(story)).id}/webhooks`
  const { id, ...webhook } = (await story.organiser.call('GET', path)).body.data[0]
  return { path: `${path}/${id}`, webhook }
}
