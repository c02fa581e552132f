import type { FoundAudits } from '../../../api/src/operator/audit/audit-page.tsx'
import { PlainError } from '../../system/plain-error.ts'
import type { OpsCommand } from '../command.ts'
import { readConsolePage, request, searchOf } from './call.ts'
import { type OptionNames, readFields } from './options.ts'
import { plain } from './plain.ts'

const FILTERS: OptionNames = {
  account: 'account_id',
  user: 'user_id',
  event: 'event_id',
  actor: 'actor',
  operation: 'operation',
  outcome: 'outcome',
  request: 'request_id',
  from: 'from',
  until: 'until',
}
const HELP = `  --account ID   --user ID   --event ID   --actor user:7   --operation NAME   --outcome ok|refused|CODE
  --request ID   --from INSTANT   --until INSTANT`

const list: OpsCommand = {
  name: 'audit list',
  summary: 'who did what, the newest first',
  usage: `npm run ops -- audit list [options]

${HELP}
  --before CURSOR   the page after the one whose "next" this is`,
  run: async (args, io) => {
    const query = readFields('audit list', args, { ...FILTERS, before: 'before' })
    const found = await readConsolePage<FoundAudits>(io, '/audit-log', query)
    io.result(found)
    for (const { at, actor, operation, outcome, note } of found.rows)
      io.print(`${at}  ${actor}  ${operation}  ${outcome}  ${plain(note ?? '')}`)
    if (found.next !== null) io.print(`More: --before ${found.next}`)
    return 0
  },
}

const csv: OpsCommand = {
  name: 'audit csv',
  summary: 'the audit log as a CSV file, on stdout',
  usage: `npm run ops -- audit csv [options] > audit-log.csv

${HELP}

Use npm run --silent, so that npm writes nothing into the file. It has no JSON form.`,
  run: async (args, io) => {
    if (io.json) throw new PlainError('audit csv has no JSON form: use audit list --json.')
    const response = await request(io, `/audit-log.csv${searchOf(readFields('audit csv', args, FILTERS))}`, {
      method: 'GET',
    })
    // A chunk may end within a row, or within a character.
    for await (const chunk of response.body ?? []) await io.write(chunk)
    return 0
  },
}

export const AUDIT_COMMANDS = [list, csv]
