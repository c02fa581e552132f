// Plain JavaScript: the scripts that install the packages use it before TypeScript can be loaded.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The patches of our own that the installed packages do not contain, e.g. after an install with `--ignore-scripts`.
 *
 * @param {string} root folder with `patches` and `node_modules`
 * @returns {string[]} file names of patches
 */
export function missingPatches(root) {
  const folder = join(root, 'patches')
  if (!existsSync(folder)) return ['the folder patches']
  return readdirSync(folder)
    .filter((name) => name.endsWith('.patch'))
    .filter((name) => !isApplied(root, readFileSync(join(folder, name), 'utf8')))
}

/** A patch is applied when each line that it adds is in its file. */
function isApplied(root, patch) {
  return patch.split(/^diff --git /m).every((part) => {
    const path = /^\+\+\+ b\/(.+)$/m.exec(part)?.[1]
    if (path === undefined) return true
    if (!existsSync(join(root, path))) return false
    const lines = new Set(readFileSync(join(root, path), 'utf8').split('\n'))
    return part
      .split('\n')
      .filter((line) => line.startsWith('+') && !line.startsWith('+++'))
      .every((line) => lines.has(line.slice(1)))
  })
}
