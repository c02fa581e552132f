import type { Route } from '../routes/route.ts'

type Tag = { name: string; description: string }

/** Operations by what they are about, in the order in which the reference shows them; the first that fits is taken. */
const TAGS: (Tag & { path: RegExp })[] = [
  {
    name: 'Platform',
    description: 'What the servers of a platform with users and events of its own call, with an API key.',
    path: /^\/api\/platform\//,
  },
  {
    name: 'Events',
    description: 'Events as anyone reads them and as organisers make them.',
    path: /^\/api\/(events(\/(:id(\/(related|complaints|sales))?|cities|index))?|organisers\/:account_id)$/,
  },
  {
    name: 'Ticketing',
    description: 'How tickets of events stand, live and on request, and why they do not show.',
    path: /^\/api\/events\/|^\/api\/accounts\/:account_id\/differences$/,
  },
  { name: 'Pictures', description: 'Pictures of events.', path: /^\/api\/pictures/ },
  { name: 'API keys', description: 'Keys of an account for the servers of a platform.', path: /\/api-keys/ },
  {
    name: 'Webhook endpoints',
    description: 'Where the servers of an account get webhook messages, and what came of each.',
    path: /webhook-e/,
  },
  {
    name: 'Team',
    description: 'Members of an account, invitations, and who did what.',
    path: /^\/api\/(accounts|invitations)\//,
  },
  {
    name: 'Sign-in',
    description: 'Accounts of people, where the API has its own.',
    path: /^\/(api\/(auth|mailbox)|\.well-known)/,
  },
  {
    name: 'Sessions',
    description: 'The way of an organiser from an event page into the ticket system.',
    path: /^\/api\/cross-app\//,
  },
]
const WEBHOOKS_OUT = {
  name: 'Webhook messages',
  description: 'What the webhook endpoints of an account get.',
}
const SERVICES = {
  name: 'Between services',
  description: 'Signed calls that our own services make of each other, and what browsers report.',
}
const TICKET_ORIGIN = {
  name: 'Ticket origin',
  description: 'Pages and calls of the ticket origin, for browsers and Hi.Events.',
}

/** The tag of the messages that webhook endpoints get. */
export const WEBHOOKS_OUT_TAG = WEBHOOKS_OUT.name

/** All tags, as the document lists them. */
export const DOCUMENT_TAGS: Tag[] = [
  ...TAGS.map(({ name, description }) => ({ name, description })),
  WEBHOOKS_OUT,
  SERVICES,
  TICKET_ORIGIN,
]

/** The tag of an operation. What only our own services can call stands apart from what is for others. */
export function tagOf({ path, auth }: Route, service: 'api' | 'ticket-origin'): string {
  if (auth === 'signed' || auth === 'webhook') return SERVICES.name
  if (service === 'ticket-origin') return TICKET_ORIGIN.name
  return TAGS.find((tag) => tag.path.test(path))?.name ?? SERVICES.name
}
