import * as contract from '@tuvens/contract'
import { DESCRIPTIONS } from '@tuvens/contract/openapi'
import { type TSchema, Type } from 'typebox'
import { printMembers, printType } from './print-type.ts'

type Name = keyof typeof contract.API_ROUTES
type Route = contract.Route

/** A stream, a file and a beacon have no JSON response; mails are shown on test installations only. */
const LEFT_OUT: Name[] = ['eventUpdates', 'readPicture', 'eventCover', 'beacon', 'listMails']

/** The operations for outsiders: what our own services call of each other is none of them. */
export const CLIENT_ROUTES = Object.entries<Route>(contract.API_ROUTES).filter(
  ([name, { auth }]) =>
    ['none', 'user', 'key', 'user-or-signed', 'user-or-service'].includes(auth) &&
    !LEFT_OUT.includes(name as Name),
)

const namedSchemas = new Map<object, string>(
  Object.entries<unknown>({ ...contract }).flatMap(([name, value]) =>
    isObjectSchema(value) ? [[value, name] as const] : [],
  ),
)

function isObjectSchema(value: unknown): value is TSchema {
  return typeof value === 'object' && value !== null && Type.IsObject(value as TSchema)
}

/** The source of `src/generated.ts`: types of what is sent, and a table of the operations. */
export function generatedSource(): string {
  const used = new Set<string>()
  const nameOf = (schema: object) => {
    const name = namedSchemas.get(schema)
    if (name !== undefined) used.add(name)
    return name
  }
  const operations = CLIENT_ROUTES.map(([name, route]) => operationType(name as Name, route, nameOf)).join(
    '\n',
  )
  const messages = contract.WEBHOOK_EVENT_TYPE_NAMES.map((type) =>
    printType(contract.webhookBodySchema(type), nameOf),
  )
  const change = printType(contract.TicketingChange, nameOf)
  return [
    '// Made by `npm run sdk` from the contract. Do not edit.\n',
    `/** Stable; to be compared by programs. */\nexport type ErrorCode =\n${contract.ERROR_CODES.map((code) => `  | '${code}'`).join('\n')}\n`,
    namedTypes(used, nameOf),
    `/** A message to a webhook endpoint. */\nexport type WebhookMessageBody =\n${messages.map((each) => `  | ${each}`).join('\n')}\n`,
    `/** What the stream tells of an event. */\nexport type StreamChange = ${change}\n`,
    `/** What each operation takes and gives. */\nexport interface Operations {\n${operations}}\n`,
    `/** The name of an operation. */\nexport type OperationName = keyof Operations\n`,
    table(),
  ].join('\n')
}

/** Named types can use others, so they are printed until none is new. */
function namedTypes(used: Set<string>, nameOf: (schema: object) => string | undefined): string {
  const printed = new Map<string, string>()
  while (printed.size < used.size)
    for (const name of used) {
      if (printed.has(name)) continue
      const schema = Reflect.get(contract, name) as TSchema
      printed.set(name, `export interface ${name} {\n${printMembers(schema, nameOf)}}\n`)
    }
  return [...printed]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, text]) => text)
    .join('\n')
}

function operationType(name: Name, route: Route, nameOf: (schema: object) => string | undefined): string {
  const members = [route.params, route.query].map((schema) =>
    schema === undefined ? '' : printMembers(schema, nameOf),
  )
  const body = route.body === undefined ? '' : `  body: ${printType(route.body, nameOf)}\n`
  const file = route.takes === undefined ? '' : '  body: Blob | ArrayBuffer | Uint8Array<ArrayBuffer>\n'
  const response = route.success.body === undefined ? 'void' : printType(route.success.body, nameOf)
  return `  /** ${DESCRIPTIONS[name].replaceAll('*/', '')} */\n  ${name}: { input: {\n${members.join('')}${body}${file}}; response: ${response} }\n`
}

/** What a call needs to know of its operation. */
function table(): string {
  const rows = CLIENT_ROUTES.map(([name, { method, path, auth, query, headers = {} }]) => {
    const names = query !== undefined && Type.IsObject(query) ? Object.keys(query.properties) : []
    const credential = auth === 'key' ? 'key' : auth === 'none' ? 'none' : 'user'
    const isRepeatable = contract.HEADERS.writeKey in headers
    return `  ${name}: { method: '${method}', path: '${path}', query: ${JSON.stringify(names)}, credential: '${credential}', hasIdempotencyKey: ${isRepeatable} },`
  })
  return `/** Where each operation is. */\nexport const OPERATIONS = {\n${rows.join('\n')}\n} as const satisfies Record<OperationName, object>\n`
}
