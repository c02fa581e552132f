import type { OperatorLink, TicketOriginHealth } from '@tuvens/contract'
import { LOST_AFTER_SECONDS } from '@tuvens/platform/nodes/heartbeat'
import { ageOf } from '../../../api/src/operator/health/age.ts'
import { AWAY, type Health } from '../../../api/src/operator/health/health.ts'
import { problemsOf, remarksOn } from '../../../api/src/operator/links/problems.ts'
import type { ListedSession } from '../../../api/src/operator/sessions/store.ts'
import { PlainError } from '../../system/plain-error.ts'
import type { OpsCommand } from '../command.ts'
import { actByConsole, readConsolePage } from './call.ts'
import { readFields } from './options.ts'
import { plain } from './plain.ts'

const health: OpsCommand = {
  name: 'health',
  summary: 'nodes and queues of the API and the ticket origin',
  usage: `npm run ops -- health

Exits with 1 when a node was not seen for ${LOST_AFTER_SECONDS} s, the ticket origin gave no answer, the ticket
system does not answer, or there are dead letters.`,
  run: async (_args, io) => {
    const found = await readConsolePage<Health>(io, '/')
    io.result(found)
    const services = Object.entries({ API: found.api, 'Ticket origin': found.ticket_origin })
    for (const [name, service] of services) {
      if (service === null) io.print(`${name}: no answer`)
      for (const node of service?.nodes ?? [])
        io.print(
          `${name}  ${node.name}  version ${node.version}  seen ${Math.round(node.seen_seconds_ago)} s ago` +
            (node.seen_seconds_ago > LOST_AFTER_SECONDS ? '  lost' : ''),
        )
      for (const queue of service?.queues ?? [])
        io.print(`${name}  ${queue.name}: waiting ${queue.waiting}, dead letters ${queue.dead_letters}`)
    }
    if (found.ticket_origin !== null) for (const line of accountLinesOf(found.ticket_origin)) io.print(line)
    const isAway = found.ticket_origin === null || found.ticket_origin.nodes_without_ticket_system > 0
    const all = services.flatMap(([, service]) => (service === null ? [] : [service]))
    const isLost = all.some(({ nodes }) => nodes.some((node) => node.seen_seconds_ago > LOST_AFTER_SECONDS))
    const hasDeadLetters = all.some(({ queues }) => queues.some((queue) => queue.dead_letters > 0))
    return isAway || isLost || hasDeadLetters ? 1 : 0
  },
}

function accountLinesOf(health: TicketOriginHealth): string[] {
  const { accounts, accounts_without_webhook, failed_sweeps, oldest_sweep_seconds } = health
  const sweep = oldest_sweep_seconds === null ? '' : `, oldest sweep ${ageOf(oldest_sweep_seconds)} ago`
  return [
    `Ticket origin  ${accounts} accounts of the ticket system: ${accounts_without_webhook} without a working webhook, ` +
      `${failed_sweeps} whose last sweep failed${sweep}`,
    ...(health.nodes_without_ticket_system > 0 ? [AWAY] : []),
  ]
}

const links: OpsCommand = {
  name: 'links list',
  summary: 'links with their state',
  usage: `npm run ops -- links list [--event ID] [--hi-event ID] [--account ID] [--state attention] [--after EVENT]

Exits with 1 when the ticket origin gave no answer.`,
  run: async (args, io) => {
    const names = {
      event: 'event_id',
      'hi-event': 'hi_events_event_id',
      account: 'account_id',
      state: 'state',
      after: 'after',
    }
    const query = readFields('links list', args, names)
    const found = await readConsolePage<{ links: OperatorLink[]; next: string | null; is_partial: boolean }>(
      io,
      '/links',
      query,
    )
    io.result(found)
    for (const link of found.links)
      io.print(
        `event ${link.event_id} → Hi.Events event ${link.hi_events_event_id}  account ${link.account_id}  ` +
          `${link.source_status ?? 'unread'}  waiting ${link.waiting}, dead letters ${link.dead_letters}, differences ${link.differences}` +
          [...problemsOf(link), ...remarksOn(link)].map((problem) => `  ${plain(problem)}`).join(';'),
      )
    if (found.links.length === 0) io.print(found.is_partial ? 'The ticket origin gave no answer.' : 'None.')
    if (found.next !== null) io.print(`More: --after ${found.next}`)
    return found.is_partial ? 1 : 0
  },
}

const sessions: OpsCommand = {
  name: 'sessions list',
  summary: 'sign-ins and sessions that still give rights',
  usage: 'npm run ops -- sessions list [--user ID] [--email ADDRESS] [--account ID]',
  run: async (args, io) => {
    const query = readFields('sessions list', args, {
      user: 'user_id',
      email: 'email',
      account: 'account_id',
    })
    const found = await readConsolePage<{ sessions: ListedSession[] }>(io, '/sessions', query)
    io.result(found)
    for (const { kind, id, user_id, account_id, created_at } of found.sessions)
      io.print(`${kind}:${id}  user ${user_id}  account ${account_id ?? '–'}  since ${String(created_at)}`)
    if (found.sessions.length === 0) io.print('None.')
    return 0
  },
}

const endSession: OpsCommand = {
  name: 'sessions end',
  summary: 'end a sign-in or a session, or all of a user',
  usage: `npm run ops -- sessions end KIND:ID      as sessions list prints it
npm run ops -- sessions end --user ID   all sign-ins and sessions of a user`,
  run: async (args, io) => {
    const [, kind, id] =
      /^(sign-in|session):([0-9a-f-]{36})$/.exec(args.length === 1 ? (args[0] ?? '') : '') ?? []
    const body = kind === undefined ? readFields('sessions end', args, { user: 'user_id' }) : { kind, id }
    if (Object.keys(body).length === 0) throw new PlainError('Give KIND:ID, or --user ID.')
    const path = kind === undefined ? '/sessions/end-all' : '/sessions/end'
    const done = await actByConsole<{ ended: number; user_id: string }>(io, path, body)
    io.result(done)
    io.print(`Ended: ${done.ended}, of user ${done.user_id}.`)
    return 0
  },
}

export const STATE_COMMANDS = [health, links, sessions, endSession]
