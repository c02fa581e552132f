import type { ParseArgsConfig } from 'node:util'
import { readOptions } from '../read-options.ts'

/** Names of options and of the fields that the console reads them as: `--hi-event` is `hi_events_event_id`. */
export type OptionNames = Readonly<Record<string, string>>

/**
 * The options of a command as the fields of a call of the console.
 *
 * @throws PlainError for an unknown option
 */
export function readFields(command: string, args: string[], names: OptionNames): Record<string, string> {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Object.keys(names).map((name) => [name, { type: 'string' as const }]),
  )
  const values = Object.entries(readOptions(command, { args, options }).values)
  return Object.fromEntries(values.map(([name, value]) => [names[name] ?? name, String(value)]))
}

/** What deliveries are searched by. */
export const SEARCH: OptionNames = {
  kinds: 'kinds',
  state: 'state',
  event: 'event_id',
  'hi-event': 'hi_events_event_id',
  account: 'account_id',
  from: 'from',
  until: 'until',
}
