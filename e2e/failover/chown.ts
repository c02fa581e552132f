import { chownSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RunAs } from '../../scripts/postgres/unprivileged.ts'

/** Gives a folder and all in it to the user that runs PostgreSQL. */
export function chownAll(folder: string, { uid, gid }: RunAs): void {
  if (uid === undefined) return
  chownSync(folder, uid, gid ?? uid)
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    chownSync(join(folder, entry), uid, gid ?? uid)
}
