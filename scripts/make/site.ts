import { join } from 'node:path'
import { runQuietly } from '../system/run-quietly.ts'

/** Builds the event site with Vite, in its own process, because its plugins keep state and change the working folder. */
export async function buildSite(root: string, logs: string): Promise<void> {
  await runQuietly({
    command: process.execPath,
    args: [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build'],
    cwd: join(root, 'client'),
    log: join(logs, 'build-site.log'),
    failure: 'The event site could not be built',
  })
}
