import { createHash, type Hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Generated folders, and folders that no build reads. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'build', '.svelte-kit', 'test', 'tests', 'test-results'])
const TEST_FILE = /\.(test|spec)\.[a-z]+$/

/** Returns one hash over the names and contents of all files below `paths`. */
export function hashOf(root: string, paths: string[]): string {
  const hash = createHash('sha256').update(process.version.split('.')[0] ?? '')
  for (const path of paths) addPath(hash, root, path)
  return hash.digest('hex')
}

function addPath(hash: Hash, root: string, path: string): void {
  const full = join(root, path)
  if (!existsSync(full)) return
  if (statSync(full).isFile()) {
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
    return
  }
  const names = readdirSync(full).filter((name) => !LEFT_OUT.has(name) && !TEST_FILE.test(name))
  for (const name of names.sort()) addPath(hash, root, join(path, name))
}
