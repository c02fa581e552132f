import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { monitoringFiles } from './files.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'deploy', 'monitoring')

/** `npm run monitoring`: writes deploy/monitoring again. */
rmSync(FOLDER, { recursive: true, force: true })
for (const [path, text] of monitoringFiles()) {
  const file = join(FOLDER, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
