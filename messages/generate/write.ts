import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generated } from './sources.ts'

for (const [file, content] of Object.entries(generated()))
  writeFileSync(join(import.meta.dirname, '..', 'src', file), content)
