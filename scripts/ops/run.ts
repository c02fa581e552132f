import { chooseServiceSettings } from '../start/choose-settings.ts'
import type { Handover } from '../start/types.ts'
import { PlainError } from '../system/plain-error.ts'
import { BACKUP } from './backup/command.ts'
import { BACKUP_RECORD } from './backup/record-command.ts'
import { RESTORE } from './backup/restore-command.ts'
import { BACKUP_VERIFY } from './backup/verify-command.ts'
import type { OpsCommand, OpsIo } from './command.ts'
import { CONSOLE_COMMANDS } from './console/commands.ts'
import { FLAG_COMMANDS } from './flags/commands.ts'
import { readGlobalOptions, wantsJson } from './global-options.ts'
import { MIGRATE_DOWN, MIGRATE_UP } from './migrate/apply.ts'
import { MIGRATE_STATUS } from './migrate/status.ts'
import { createOutput, type Output } from './output.ts'
import { plainFailure } from './plain-failure.ts'
import { RELEASE_CHECK } from './release/check.ts'
import { SECRETS_CHECK } from './secrets/check-command.ts'

/** All commands, in the order in which they are listed. */
export const COMMANDS: readonly OpsCommand[] = [
  ...CONSOLE_COMMANDS,
  BACKUP,
  BACKUP_VERIFY,
  BACKUP_RECORD,
  RESTORE,
  SECRETS_CHECK,
  MIGRATE_STATUS,
  MIGRATE_UP,
  MIGRATE_DOWN,
  RELEASE_CHECK,
  ...FLAG_COMMANDS,
]

type Given = Pick<Handover, 'root' | 'data' | 'env' | 'shutdown'>

/** Runs one command of an operator. @returns the exit code: 0 all is well, 1 a fault was found, 2 it could not run */
export async function runOps(
  given: Given,
  args: string[],
  {
    commands = COMMANDS,
    output = createOutput(process),
  }: { commands?: readonly OpsCommand[]; output?: Output } = {},
): Promise<number> {
  try {
    return await output.finish(await runCommand(given, args, { commands, output }))
  } catch (failure) {
    const error = plainFailure(failure)
    if (!wantsJson(args)) throw error
    const isPlain = error instanceof Error && ['PlainError', 'ConfigError'].includes(error.name)
    if (!isPlain) output.error(String(error instanceof Error ? error.stack : error))
    output.result({ ok: false, error: error instanceof Error ? error.message : String(error) })
    output.document(2)
    return output.finish(2)
  }
}

async function runCommand(
  given: Given,
  args: string[],
  { commands, output }: { commands: readonly OpsCommand[]; output: Output },
): Promise<number> {
  const { rest, json, help, envFiles } = readGlobalOptions(args)
  const command = findCommand(commands, rest)
  if (help || rest.length === 0) {
    output.text(command?.usage ?? helpOf(commands))
    return help ? 0 : 2
  }
  if (command === undefined)
    throw new PlainError(`There is no command ${rest.join(' ')}. See: npm run ops -- --help`)
  const io = ioOf(given, output, { json, envFiles })
  const code = await command.run(rest.slice(wordsOf(command).length), io)
  if (json) output.document(code)
  return code
}

function ioOf(
  { env, data, root, shutdown }: Given,
  output: Output,
  { json, envFiles }: { json: boolean; envFiles: readonly string[] },
): OpsIo {
  return {
    env,
    data,
    root,
    json,
    print: json ? output.error : output.text,
    write: output.bytes,
    result: json ? output.result : () => undefined,
    settings: (service) => chooseServiceSettings(service, { envFiles, data, env }),
    onExit: shutdown.onExit,
  }
}

const wordsOf = (command: OpsCommand) => command.name.split(' ')

/** The longest name that the arguments begin with: `release check` before `release`. */
function findCommand(commands: readonly OpsCommand[], args: string[]): OpsCommand | undefined {
  return commands
    .filter((command) => wordsOf(command).every((word, index) => args[index] === word))
    .toSorted((one, other) => wordsOf(other).length - wordsOf(one).length)[0]
}

function helpOf(commands: readonly OpsCommand[]): string {
  const width = Math.max(0, ...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `What an operator does with a running system.

  npm run ops -- <command> [arguments]
  npm run --silent ops -- <command> [arguments] --json   one JSON document on stdout
  npm run ops -- <command> --help                        the arguments of a command

${lines.join('\n')}

Settings come from --env-file FILE (several times: later files win), else from the environment, else from the npm start that runs in this folder.
Exits with 0 when all is well, 1 when a fault was found, 2 when the command could not run, 130 when interrupted.`
}
