import { readArguments } from '../system/read-arguments.ts'

export type DoctorOptions = { envFile: string | undefined; json: boolean; help: boolean }

export const HELP = `Checks everything the ticket origin needs to work with Hi.Events, and explains how to fix what is wrong.

  npm run doctor                             settings from the environment, or from the running npm start of this folder
  npm run doctor -- --env-file tickets.env   settings from this file only
  npm run --silent doctor -- --json          for programs: {ok, checks: [{id, title, state, seen, fix}]}

It creates a login, an organizer, a webhook and an event upstream and removes them again (the login stays for the next run).
When no ticket origin runs, it starts one at HOST and PORT for the examination; missing tables are created.

Exits with 0 when all is well, 1 when there is something to fix, 2 when it could not run, 130 when interrupted.`

/** @throws PlainError for an unknown argument */
export function readOptions(args: string[]): DoctorOptions {
  const values = readArguments('doctor', {
    args,
    options: {
      'env-file': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  return { envFile: values['env-file'], json: values.json, help: values.help }
}
