import { join } from 'node:path'
import { runQuietly } from '../system/run-quietly.ts'

/**
 * Builds the event site with Vite, in its own process, because its plugins keep state and change the working folder.
 *
 * @param version of the build: the same sources give the same files
 */
export async function buildSite(root: string, logs: string, version: string): Promise<void> {
  await runQuietly({
    command: process.execPath,
    args: [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build'],
    cwd: join(root, 'client'),
    env: { ...process.env, SITE_VERSION: version },
    log: join(logs, 'build-site.log'),
    failure: 'The event site could not be built',
  })
}
