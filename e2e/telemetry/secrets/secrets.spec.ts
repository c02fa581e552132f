import { freePort } from '@tuvens/platform/free-port'
import { startTestServer } from '@tuvens/platform/test-support/http-server'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { land } from '../../../scripts/seed/ticket-desk.ts'
import { createLinkedEvent } from '../../harness/people.ts'
import type { LineFault } from '../../harness/faulty-line.ts'
import type { System } from '../../harness/system.ts'
import { expect, test } from '../../harness/test.ts'
import { callersOf, type MarkedPerson, sendSecrets } from './drive.ts'
import { addMark, addMarksOf, EMAIL, mark, type Marks } from './marks.ts'
import { columnsHolding, valuesIn } from './written.ts'

/** Settings with secrets, of servers that are not there. */
function secretSettings(marks: Marks): Record<string, string> {
  const password = (kind: string) => {
    const value = mark(kind)
    addMark(marks, kind, value)
    return value
  }
  return {
    SMTP_URL: `smtp://mailer:${password('smtp')}@127.0.0.1:9`,
    REDIS_URL: `redis://:${password('redis')}@127.0.0.1:9`,
    OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${password('otlp')}`,
    OPERATOR_TOKENS: `ada:${password('operator')}`,
  }
}

async function restart({ parts }: System, env: Record<string, string>): Promise<void> {
  for (const part of Object.values(parts)) {
    await part.stop()
    Object.assign(part.spec.env, env)
    await part.start()
  }
}

/** An organiser with tickets on sale, made before mails are sent to a server that is away. */
async function markedPerson(system: System, marks: Marks): Promise<MarkedPerson> {
  const { organiser, event, hiEventId, tickets } = await createLinkedEvent(system)
  const { email, password, desk } = organiser
  addMark(marks, EMAIL, email)
  addMark(marks, 'password', password)
  const prices = [{ price: 0, initial_quantity_available: 50 }]
  await tickets.addProduct(hiEventId, { title: 'Free seat', type: 'FREE', prices })
  await tickets.setStatus(hiEventId, 'LIVE')
  const [product] = await tickets.products(hiEventId)
  const place = { direct: system.direct.tickets, origin: system.urls.tickets }
  await land(place, event.id, (challenge) => desk.sessionToken(event.id, challenge))
  return {
    email,
    password,
    eventId: event.id,
    hiEventId,
    productId: product?.id ?? 0,
    priceId: product?.prices[0]?.id ?? 0,
  }
}

/** Where secrets and addresses of people are stored because they have to be: nowhere else. */
const COLUMNS = {
  api: ['mails.recipient', 'one_time_tokens.email', 'users.email'].map((each) => `${each}: ${EMAIL}`),
  'hi-events': ['accounts.login_email', 'sessions.session', 'ticket_sessions.user_email', 'users.email'].map(
    (each) => `${each}: ${EMAIL}`,
  ),
  'box-office': [
    ...[
      'accounts.email',
      'attendees.email',
      'mails.html',
      'mails.recipient',
      'mails.text',
      'orders.email',
      'organizers.email',
      'users.email',
      'webhook_logs.payload',
    ].map((each) => `${each}: ${EMAIL}`),
    // As in Hi.Events: it signs with it.
    'webhooks.secret: secret of a webhook',
  ],
}
const DATABASES = Object.keys(COLUMNS)

async function tablesOf(system: System, name: string): Promise<string[]> {
  const rows = await system.db(name)<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('nodes', 'schema_migrations')`
  return rows.map((row) => row.name)
}

/** The database quotes the whole row that it refuses, in the message and in the detail of its error. */
async function whileRowsAreRefused(
  system: System,
  databases: string[],
  work: () => Promise<void>,
): Promise<void> {
  for (const name of databases) {
    await system.db(name).unsafe(`
      create function refuse() returns trigger language plpgsql as $$ begin
        raise exception 'no place for %', to_jsonb(new) using detail = 'Failing row contains ' || new::text;
      end $$`)
    for (const table of await tablesOf(system, name))
      await system.db(name).unsafe(`
        create trigger refuse before insert on "${table}" for each row execute function refuse()`)
  }
  await work()
  for (const name of databases) await system.db(name).unsafe('drop function refuse cascade')
}

/** Statements about people fail with an error of the service's own. */
async function whilePeopleAreLost(system: System, work: () => Promise<void>): Promise<void> {
  const rename = async (from: string, to: string) => {
    for (const name of DATABASES) await system.db(name).unsafe(`alter table "${from}" rename to "${to}"`)
  }
  await rename('users', 'users_away')
  await work()
  await rename('users_away', 'users')
}

/** A server between the services that answers in this way instead. */
async function whileLinesAre({ lines }: System, fault: LineFault, work: () => Promise<void>): Promise<void> {
  for (const line of [lines.api, lines.boxOffice, lines.tickets]) line.rule = () => fault
  await work()
  for (const line of [lines.api, lines.boxOffice, lines.tickets]) line.rule = undefined
}

function logsOf({ logs }: System): Map<string, string> {
  return new Map(
    readdirSync(logs)
      .filter((file) => file.endsWith('.log'))
      .map((file) => [file, readFileSync(join(logs, file), 'utf8')]),
  )
}

test('no secret and no address of a person is written to a log, a trace, an error report or a row', async ({
  ownSystem: system,
}) => {
  const marks: Marks = new Map()
  const person = await markedPerson(system, marks)
  const receiver = await startTestServer()
  const consolePort = await freePort()
  await restart(system, {
    ...secretSettings(marks),
    OPERATOR_PORT: String(consolePort),
    LOG_LEVEL: 'trace',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    SENTRY_DSN: `${receiver.url.replace('://', '://key@')}/7`,
  })
  for (const [kind, value] of Object.entries(system.secrets)) addMark(marks, kind, value)
  const send = () => sendSecrets(callersOf(system, marks, consolePort), marks, person)
  await send()
  await whileRowsAreRefused(system, ['api', 'box-office'], send)
  // What the ticket origin stores, the API has allowed.
  await whileRowsAreRefused(system, ['hi-events'], send)
  await whilePeopleAreLost(system, send)
  for (const fault of ['refuse', 'lose-response', { answer: 500 }, { answer: 200 }] as const)
    await whileLinesAre(system, fault, send)
  for (const line of Object.values(system.lines)) for (const call of line.calls) addMarksOf(marks, call)
  const secrets = await system.db('box-office')`select secret from webhooks`
  for (const { secret } of secrets) addMark(marks, 'secret of a webhook', String(secret))
  await Promise.all(Object.values(system.parts).map((part) => part.stop()))
  const texts = logsOf(system)
  for (const [at, { url, body }] of receiver.seen.entries())
    texts.set(`${new URL(url, receiver.url).pathname} ${at}`, body)
  await receiver.stop()
  expect(whatIsWritten(texts)).toEqual({ errors: 4, traces: true, reports: true })
  const found = [...texts].flatMap(([name, text]) =>
    valuesIn(text, marks.keys()).map((value) => `${marks.get(value)} in ${name}`),
  )
  expect(found).toEqual([])
  for (const [name, allowed] of Object.entries(COLUMNS)) {
    const held = await columnsHolding(system.db(name), [...marks.keys()])
    const columns = [...held].flatMap(([value, all]) => all.map((each) => `${each}: ${marks.get(value)}`))
    expect([...new Set(columns)].filter((each) => !allowed.includes(each))).toEqual([])
  }
})

/** The test is worth something only when errors were written, in all these ways. */
function whatIsWritten(texts: Map<string, string>) {
  const names = [...texts.keys()]
  return {
    errors: [...texts].filter(([name, text]) => name.endsWith('.log') && text.includes('"level":50')).length,
    traces: names.some((name) => name.startsWith('/v1/traces')),
    reports: names.some((name) => name.startsWith('/api/7/envelope')),
  }
}
