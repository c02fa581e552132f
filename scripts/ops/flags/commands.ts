import { existsSync, readFileSync } from 'node:fs'
import type { FlagOverview } from '../../../api/src/flags/overview.ts'
import type { StoredFlag } from '../../../api/src/flags/store.ts'
import type { FlagDecision, FoundFlags } from '../../../api/src/operator/flags/found.ts'
import { PlainError } from '../../system/plain-error.ts'
import { pathOf } from '../read-options.ts'
import type { OpsCommand, OpsIo } from '../command.ts'
import { actByConsole, readConsolePage } from '../console/call.ts'
import { type OptionNames, readFields } from '../console/options.ts'

const list: OpsCommand = {
  name: 'flags list',
  summary: 'every flag: whom it reaches, and what came of both paths',
  usage: `npm run ops -- flags list

Exits with 0, or with 1 when a flag was turned off by its guard.`,
  run: async (args, io) => {
    readFields('flags list', args, {})
    const { flags } = await readConsolePage<FoundFlags>(io, '/flags')
    io.result({ flags })
    for (const flag of flags) for (const line of linesOf(flag)) io.print(line)
    return flags.some(({ rolled_back_at: at }) => at !== null) ? 1 : 0
  },
}

const ROLLOUT: OptionNames = {
  percent: 'percent',
  accounts: 'accounts',
  except: 'except_accounts',
  targeting: 'targeting',
  guard: 'guard',
  reason: 'reason',
}

const set: OpsCommand = {
  name: 'flags set',
  summary: 'roll a flag out to a part of the accounts, or change its guard',
  usage: `npm run ops -- flags set NAME [options]

  --percent 10            part of the accounts; each stays on its side while it grows
  --accounts 4,7          accounts for which it is always on; none for no account
  --except 9              accounts for which it is always off; none for no account
  --targeting FILE        a rule of flagd in a file, or as JSON; none for no rule
  --guard min_accounts=1  fields of its guard, with commas
  --reason TEXT           for the history

A flag that is off stays off: see flags on.`,
  run: (args, io) => change(io, 'set', args, ROLLOUT),
}

const on: OpsCommand = {
  name: 'flags on',
  summary: 'turn a flag on for the accounts that it is rolled out to',
  usage: 'npm run ops -- flags on NAME [--reason TEXT]',
  run: (args, io) => change(io, 'on', args, { reason: 'reason' }),
}

const off: OpsCommand = {
  name: 'flags off',
  summary: 'switch a flag off for everyone',
  usage: 'npm run ops -- flags off NAME [--reason TEXT]',
  run: (args, io) => change(io, 'off', args, { reason: 'reason' }),
}

const history: OpsCommand = {
  name: 'flags history',
  summary: 'who changed a flag, when and why',
  usage: 'npm run ops -- flags history [NAME]',
  run: async (args, io) => {
    const name = args[0]?.startsWith('-') === false ? args[0] : undefined
    readFields('flags history', name === undefined ? args : args.slice(1), {})
    const { changes } = await readConsolePage<FoundFlags>(io, '/flags/history', { name })
    io.result({ changes })
    for (const { at, flag, action, after, actor, reason } of changes)
      io.print(`${String(at)}  ${flag}  ${action}  ${after.rollout.percent} %  ${actor}  ${reason}`)
    return 0
  },
}

const explain: OpsCommand = {
  name: 'flags explain',
  summary: 'what a flag decides for an account, and by which rule',
  usage: 'npm run ops -- flags explain NAME --account ID',
  run: async ([name = '', ...args], io) => {
    const query = { name, ...readFields('flags explain', args, { account: 'account_id' }) }
    const found = await readConsolePage<FlagDecision>(io, '/flags/decision', query)
    io.result(found)
    io.print(
      `${found.name} is ${found.is_on ? 'on' : 'off'} for account ${found.account_id} (${found.reason})`,
    )
    return 0
  },
}

async function change(io: OpsIo, action: string, args: string[], names: OptionNames): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name.startsWith('-')) throw new PlainError('Name the flag: see flags list.')
  const { targeting, ...fields } = readFields(`flags ${action} ${name}`, rest, names)
  const rule = targeting === undefined ? {} : { targeting: ruleOf(io, targeting) }
  const changed = await actByConsole<StoredFlag>(io, '/flags/change', { name, action, ...fields, ...rule })
  io.result(changed)
  io.print(
    `${name} is ${changed.is_on ? 'on' : 'off'} at ${changed.rollout.percent} %; every node follows within two seconds.`,
  )
  return 0
}

/** A rule given as JSON, or the content of the file that is named. */
function ruleOf(io: OpsIo, given: string): string {
  const file = pathOf(io, given)
  return given === 'none' || given.startsWith('{') || !existsSync(file) ? given : readFileSync(file, 'utf8')
}

function linesOf({ name, is_on: isOn, rollout, rolled_back_at: at, paths }: FlagOverview): string[] {
  const state = isOn
    ? `on at ${rollout.percent} %`
    : at === null
      ? 'off'
      : `off by its guard since ${String(at)}`
  const always = rollout.accounts.length > 0 ? `, always for ${rollout.accounts.join(', ')}` : ''
  const never = rollout.except_accounts.length > 0 ? `, never for ${rollout.except_accounts.join(', ')}` : ''
  const rule = rollout.targeting === null ? '' : ', by a targeting rule first'
  const counts = (['on', 'off'] as const).map((path) => {
    const { calls, failed, slow } = paths[path]
    return `${path}: ${calls} calls, ${failed} failed, ${slow} slow`
  })
  const isCounted = paths.on.calls + paths.off.calls > 0
  const what = isCounted
    ? counts.join('; ')
    : 'no calls counted: they are not while it is the same for everyone'
  return [`${name}  ${state}${always}${never}${rule}`, `  ${what}`]
}

export const FLAG_COMMANDS = [list, set, on, off, history, explain]
