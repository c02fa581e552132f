import { join, relative } from 'node:path'
import { buildAll } from '../make/build.ts'
import { seedDemo } from '../seed/seed.ts'
import { wire } from '../system/wiring.ts'
import { startDatabases } from './databases.ts'
import { needPorts } from './ports.ts'
import { keepSettings } from './keep-settings.ts'
import { runServices } from './run-services.ts'
import { keepSecrets } from './secrets.ts'
import { readSettings, type Settings } from './settings.ts'
import type { Handover } from './types.ts'
import { needUpstream } from './upstream.ts'
import { welcome } from './welcome.ts'

/** From installed packages to a running system; it stays up until `life` ends it. */
export async function start(given: Handover): Promise<void> {
  const { root, data, env, steps, life } = given
  const settings = readSettings(env)
  await needPorts(settings)
  await needUpstream(settings.upstream)
  await buildAll(root, join(data, 'logs'), steps)
  const secrets = keepSecrets(data)
  const database = await startDatabases(given, secrets.postgresPassword, foldersOf(settings))
  const { host, ports, urls, upstream } = settings
  const specs = wire({ root, host, ports, urls, upstream, database, secrets, env })
  await runServices(specs, given)
  life.onLeave(keepSettings(data, specs))
  const demo = upstream === undefined ? await seedDemo({ data, settings, steps }) : undefined
  if (life.isLeaving()) return
  life.codeOfSignal = 0
  welcome({
    settings,
    demo,
    steps,
    // Of this process: the installing counts too.
    seconds: process.uptime(),
    folder: shown(root, data),
  })
}

function shown(root: string, folder: string): string {
  const path = relative(root, folder)
  return path.startsWith('..') ? folder : path
}

/** Services with a database of their own. A real Hi.Events brings its own. */
function foldersOf({ upstream }: Settings): string[] {
  return upstream === undefined ? ['api', 'hi-events', 'box-office'] : ['api', 'hi-events']
}
