import { join } from 'node:path'
import { buildAll } from '../../../scripts/make/build.ts'
import { ROOT } from '../../harness/system.ts'

const quiet = {
  print: () => {},
  dim: (text: string) => text,
  bold: (text: string) => text,
  step: async <T>(_title: string, work: (note: (text: string) => void) => T | Promise<T>) => work(() => {}),
}

/** Builds the services once, before the drills run in several processes. */
export default async function setup(): Promise<void> {
  await buildAll(ROOT, join(ROOT, '.data', 'logs'), quiet)
}
