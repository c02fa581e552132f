import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { enterableFolder, type RunAs, userFor } from '../../../scripts/postgres/unprivileged.ts'
import { HarnessError } from '../../harness/harness-error.ts'
import { ROOT } from '../../harness/system.ts'
import { chownAll } from '../../failover/chown.ts'

const CONFIGURATION = join(ROOT, 'deploy', 'pgbackrest')

/** pgBackRest with the configuration in `deploy/`, of which only the folders and the port are others. */
export type PgBackRest = {
  /** Settings of the PostgreSQL that is backed up. */
  settings: string[]
  run: (...args: string[]) => Promise<void>
  /** Destroys the data; what is left is an empty folder of the same user. */
  loseData: () => void
}

export function preparePgBackRest(
  folder: string,
  { data, port, password }: { data: string; port: number; password: string },
): PgBackRest {
  const owner = userFor(data)
  const file = join(folder, 'pgbackrest.conf')
  const socket = folderFor(folder, 'socket', owner)
  const places = {
    'pg1-path': data,
    'pg1-port': String(port),
    'pg1-socket-path': socket,
    'pg1-user': 'tuvens',
  }
  const own = Object.fromEntries(
    ['repo1-path', 'log-path', 'lock-path', 'spool-path'].map((name) => [
      name,
      folderFor(folder, name, owner),
    ]),
  )
  writeFileSync(
    file,
    replaceSettings(readFileSync(join(CONFIGURATION, 'pgbackrest.conf'), 'utf8'), { ...places, ...own }),
  )
  const env = { PGPASSWORD: password, PGDATABASE: 'postgres' }
  return {
    settings: [...settingsWith(file), `unix_socket_directories=${socket}`],
    loseData: () => {
      rmSync(data, { recursive: true })
      enterableFolder(data, owner)
    },
    run: (...args) => run([`--config=${file}`, '--stanza=tuvens', ...args], { env, owner }),
  }
}

function folderFor(folder: string, name: string, owner: RunAs): string {
  const path = join(folder, name)
  mkdirSync(path)
  chmodSync(path, 0o750)
  chownAll(path, owner)
  return path
}

/** Settings that the file does not have are those of Debian's folders; they come first, in its section for all. */
function replaceSettings(text: string, values: Record<string, string>): string {
  const missing = Object.entries(values).filter(([name]) => !text.includes(`\n${name}=`))
  const replaced = text.replace(/^([\w-]+)=.*$/gm, (line, name: string) =>
    values[name] === undefined ? line : `${name}=${values[name]}`,
  )
  return replaced.replace('[global]', ['[global]', ...missing.map((each) => each.join('='))].join('\n'))
}

/** The settings in `deploy/`, with our configuration file in the command. */
function settingsWith(file: string): string[] {
  const lines = readFileSync(join(CONFIGURATION, 'postgresql.conf'), 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [, name, value] = /^(\w+) = '?(.*?)'?$/.exec(line) ?? []
    if (name === undefined || value === undefined) return []
    return [`${name}=${value.replace('pgbackrest ', `pgbackrest --config=${file} `)}`]
  })
}

async function run(
  args: string[],
  { env, owner }: { env: Record<string, string>; owner: RunAs },
): Promise<void> {
  const child = spawn('pgbackrest', args, {
    ...owner,
    cwd: '/',
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4_000)
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const code = await new Promise((resolve) => child.once('error', resolve).once('close', resolve))
  if (code !== 0)
    throw new HarnessError(`pgbackrest ${args.join(' ')} ended with ${String(code)}:\n${output}`)
}
