import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The release that runs in production: what this one is rolled out over, and rolled back to. */
export type PreviousRelease = {
  commit: string
  /** How many migrations each service had. */
  migrations: Record<'api' | 'hi-events' | 'box-office', number>
}

export function readPreviousRelease(root: string): PreviousRelease {
  return JSON.parse(readFileSync(join(root, 'deploy', 'previous-release.json'), 'utf8'))
}
