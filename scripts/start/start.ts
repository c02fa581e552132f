import { join, relative } from 'node:path'
import { buildAll } from '../make/build.ts'
import { seedDemo } from '../seed/seed.ts'
import { wire } from '../system/wiring.ts'
import { startDatabases } from './databases.ts'
import { requireNoDemo } from './demo.ts'
import { requireFreePorts } from './ports.ts'
import { keepSettings } from './keep-settings.ts'
import { runServices } from './run-services.ts'
import { keepSecrets } from './secrets.ts'
import { readSettings, type StartSettings } from './settings.ts'
import type { Handover } from './types.ts'
import { requireUpstream } from './upstream.ts'
import { welcome } from './welcome.ts'

/** Builds and starts the whole system, which then runs until `shutdown` ends it. */
export async function start(given: Handover): Promise<void> {
  const { root, data, env, steps, shutdown } = given
  const settings = readSettings(env)
  requireNoDemo(settings, data)
  await requireFreePorts(settings)
  await requireUpstream(settings.upstream)
  await buildAll(root, join(data, 'logs'), steps)
  const secrets = keepSecrets(data)
  const database = await startDatabases(given, secrets.postgresPassword, foldersOf(settings))
  const { host, ports, urls, upstream, mailbox, privateWebhooks } = settings
  const withPictures = { PICTURES_FOLDER: join(data, 'pictures'), ...env }
  const specs = wire({
    root,
    host,
    ports,
    urls,
    upstream,
    mailbox,
    privateWebhooks,
    database,
    secrets,
    env: withPictures,
  })
  await runServices(specs, given)
  shutdown.onExit(keepSettings(data, specs))
  const demo =
    upstream === undefined && settings.demo
      ? await seedDemo({ data, settings, steps, apiDatabase: database('api') })
      : undefined
  if (shutdown.isExiting()) return
  shutdown.signalExitCode = 0
  welcome({
    settings,
    demo,
    steps,
    // Since the start of this process, so that the installation counts too.
    seconds: process.uptime(),
    folder: shown(root, data),
  })
}

function shown(root: string, folder: string): string {
  const path = relative(root, folder)
  return path.startsWith('..') ? folder : path
}

/** The services that need a database. */
function foldersOf({ upstream }: StartSettings): string[] {
  return upstream === undefined ? ['api', 'hi-events', 'box-office'] : ['api', 'hi-events']
}
