import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

/** The newest released loader, and the hash that pages name. */
export function bundledLoader(): { file: string; body: Buffer; integrity: string } {
  const file = `tuvens-tickets-${version}.js`
  const body = readFileSync(join(ROOT, 'released', file))
  return { file, body, integrity: `sha384-${createHash('sha384').update(body).digest('base64')}` }
}
