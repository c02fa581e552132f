import type { Delivery } from '@tuvens/contract'
import type { DeliveryWay } from '../../../api/src/operator/deliveries/details.ts'
import type { ReplayResult } from '../../../api/src/operator/deliveries/replay.ts'
import type { FoundDeliveries } from '../../../api/src/operator/deliveries/search.ts'
import { PlainError } from '../../system/plain-error.ts'
import type { OpsCommand, OpsIo } from '../command.ts'
import { actByConsole, readConsolePage } from './call.ts'
import { readFields, SEARCH } from './options.ts'
import { plain } from './plain.ts'

const SEARCH_HELP = `  --kinds native,report,status,edit,mail   --state waiting|done|dead_letter
  --event ID   --hi-event ID   --account ID   --from INSTANT   --until INSTANT   (2030-06-01T18:00:00Z)`

const listDeliveries: OpsCommand = {
  name: 'deliveries list',
  summary: 'messages in and out, the newest first',
  usage: `npm run ops -- deliveries list [options]

${SEARCH_HELP}
  --before CURSOR   the page after the one whose "next" this is

Exits with 0, or with 1 when the ticket origin gave no answer, so that its deliveries are missing.`,
  run: async (args, io) => {
    const query = readFields('deliveries list', args, { ...SEARCH, before: 'before' })
    return printDeliveries(io, await readConsolePage<FoundDeliveries>(io, '/deliveries', query))
  },
}

const listDeadLetters: OpsCommand = {
  name: 'dead-letters list',
  summary: 'deliveries that were given up',
  usage: `npm run ops -- dead-letters list [--before CURSOR]

Exits with 0 when there is none, with 1 when there are some, or when the ticket origin gave no answer.`,
  run: async (args, io) => {
    const query = readFields('dead-letters list', args, { before: 'before' })
    const found = await readConsolePage<FoundDeliveries>(io, '/dead-letters', query)
    printDeliveries(io, found)
    return found.deliveries.length > 0 || found.is_partial ? 1 : 0
  },
}

const showDelivery: OpsCommand = {
  name: 'deliveries show',
  summary: 'one delivery: its redacted body and its way',
  usage: `npm run ops -- deliveries show KIND:ID

The first column of deliveries list is KIND:ID.`,
  run: async ([key = '', ...more], io) => {
    const [, kind, id] = /^([a-z]+):([\w-]+)$/.exec(key) ?? []
    if (kind === undefined || id === undefined || more.length > 0)
      throw new PlainError('Give one delivery as KIND:ID, for example report:0191….')
    const found = await readConsolePage<DeliveryWay>(io, `/deliveries/${kind}/${id}`)
    io.result(found)
    io.print(lineOf(found.delivery))
    if (found.body !== null) io.print(found.body)
    for (const { at, service, what } of found.way) io.print(`${at}  ${service.padEnd(13)}  ${plain(what)}`)
    return 0
  },
}

const replay: OpsCommand = {
  name: 'replay',
  summary: 'send or process deliveries again',
  usage: `npm run ops -- replay --ids KIND:ID,KIND:ID   named deliveries, whatever their state
npm run ops -- replay --event ID              the dead letters of one event
npm run ops -- replay --from INSTANT --until INSTANT [--state done]
npm run ops -- replay --all                   all dead letters

${SEARCH_HELP}

Without --state, dead letters are replayed. It can be repeated: receivers recognise what they have had. At most 10,000 of each
kind are replayed; run it again for more.`,
  run: async (args, io) => {
    const isAll = args.includes('--all')
    const given = args.filter((each) => each !== '--all')
    const selection = readFields('replay', given, { ...SEARCH, ids: 'ids' })
    if (!isAll && Object.keys(selection).every((name) => name === 'kinds' || name === 'state'))
      throw new PlainError('Say what to replay: --ids, --event, --from and --until, or --all.')
    const all = isAll ? { state: 'dead_letter' } : {}
    const done = await actByConsole<ReplayResult>(io, '/replay', { ...all, ...selection })
    io.result(done)
    const counts = Object.entries(done.replayed).filter(([, count]) => count > 0)
    io.print(counts.map(([kind, count]) => `${count} ${kind}`).join(', ') || 'Nothing had to be replayed.')
    return 0
  },
}

const reread: OpsCommand = {
  name: 'reread',
  summary: 'read one event in the ticket system, and report what changed',
  usage: 'npm run ops -- reread EVENT',
  run: async ([eventId, ...more], io) => {
    if (eventId === undefined || more.length > 0) throw new PlainError('Give the id of one event.')
    io.result(await actByConsole(io, '/reread', { event_id: eventId }))
    io.print(`Event ${eventId} is read now.`)
    return 0
  },
}

export const DELIVERY_COMMANDS = [listDeadLetters, listDeliveries, showDelivery, replay, reread]

function printDeliveries(io: OpsIo, found: FoundDeliveries): number {
  io.result(found)
  for (const each of found.deliveries) io.print(lineOf(each))
  if (found.deliveries.length === 0) io.print('None.')
  if (found.next !== null) io.print(`More: --before ${found.next}`)
  if (found.is_partial)
    io.print('The ticket origin gave no answer: its native webhooks and status reports are missing.')
  return found.is_partial ? 1 : 0
}

function lineOf(delivery: Delivery): string {
  const { kind, id, state, subject, created_at, event_id, attempts, error } = delivery
  const about = event_id === null ? '' : `  event ${event_id}`
  const failure = error === null ? '' : `  ${plain(error)}`
  return `${kind}:${id}  ${created_at}  ${state}  ${plain(subject)}${about}  ${attempts} attempts${failure}`
}
