import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatedSource } from './generated-source.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const FILE = join(ROOT, 'sdk', 'src', 'generated.ts')

writeFileSync(FILE, generatedSource())
execFileSync(
  process.execPath,
  [join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'format', '--write', FILE],
  {
    cwd: ROOT,
  },
)
