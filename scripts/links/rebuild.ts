import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { migrateDatabase } from '@tuvens/platform/db/migrate'
import { build } from '../../hi-events/build.mjs'
import { readConfig } from '../../hi-events/src/base/config.ts'
import { createContext } from '../../hi-events/src/context.ts'
import {
  type RebuildFinding,
  needsAttention,
  rebuildLinks,
} from '../../hi-events/src/provisioning/recovery/rebuild-links.ts'
import { chooseSettings } from '../start/choose-settings.ts'
import { readArguments } from '../system/read-arguments.ts'

type Env = Readonly<Record<string, string | undefined>>
type Given = { root: string; data: string; env: Env; print: (line: string) => void }

const HELP = `Recreates links from what the Tuvens API knows and from the tuvens_event_id attributes of Hi.Events' events. Logins that the
ticket origin made are signed in to again, also after its whole database was lost.
It changes no existing link and no copy: it can run at any time, any number of times.

  npm run links:rebuild                    settings from the environment, or from the running npm start of this folder
  npm run links:rebuild -- --dry-run       only prints what it would do
  npm run links:rebuild -- --env-file FILE settings from this file only

It prints one line for each event: kept, made, copy, lost (its linked event is deleted: enable ticketing again), conflict, unread.
Exits with 0 when all is well, 1 after a conflict or an account that could not be read, 2 when it could not run.`

/** @returns the exit code */
export async function rebuild({ root, data, env, print }: Given, args: string[]): Promise<number> {
  const values = readArguments('links:rebuild', {
    args,
    options: {
      'dry-run': { type: 'boolean', default: false },
      'env-file': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return print(HELP), 0
  const isDryRun = values['dry-run']
  const chosen = chooseSettings(values['env-file'], data, env)
  if (chosen.warning !== undefined) print(chosen.warning)
  const findings = await findAll({ root, env: chosen.env, print }, isDryRun)
  print(sumOf(findings, isDryRun))
  return findings.some(needsAttention) ? 1 : 0
}

async function findAll(
  { root, env, print }: Omit<Given, 'data'>,
  isDryRun: boolean,
): Promise<RebuildFinding[]> {
  const { config, secrets } = readConfig(env)
  await migrate(root, secrets.directDatabaseUrl)
  const dist = join(root, 'hi-events', 'dist')
  if (!existsSync(join(dist, 'assets'))) await build(dist)
  const context = createContext({ ...config, logLevel: 'fatal' }, secrets)
  const findings: RebuildFinding[] = []
  const report = (finding: RebuildFinding) => {
    findings.push(finding)
    print(lineOf(finding))
  }
  try {
    await rebuildLinks(context, { isDryRun, report })
  } finally {
    await context.close()
  }
  return findings
}

async function migrate(root: string, url: string): Promise<void> {
  await migrateDatabase(url, join(root, 'hi-events', 'migrations'))
}

function lineOf({ kind, accountId, eventId, hiEventId, words }: RebuildFinding): string {
  const pair = kind === 'unread' ? '' : `  event ${eventId} → Hi.Events event ${hiEventId}`
  // A title is foreign text: a line break in it must not start a new line of the output.
  return `${kind.padEnd(8)}  account ${accountId}${pair}  ${words.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}`
}

function sumOf(findings: RebuildFinding[], isDryRun: boolean): string {
  const count = (kind: RebuildFinding['kind']) => findings.filter((each) => each.kind === kind).length
  const made = isDryRun ? 'would be made' : 'made'
  const attention = findings.filter(needsAttention).length
  return `${count('made')} ${made}, ${count('kept')} kept, ${count('copy')} copies, ${count('lost')} lost, ${attention} to look at`
}
