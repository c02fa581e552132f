// Builds the package: each file as ESM with its types.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SDK = join(import.meta.dirname, '..')

export function build(folder) {
  rmSync(folder, { recursive: true, force: true })
  const tsc = join(SDK, '..', 'node_modules', 'typescript', 'bin', 'tsc')
  execFileSync(process.execPath, [tsc, '-p', join(SDK, 'tsconfig.build.json'), '--outDir', folder], {
    stdio: 'inherit',
  })
  // The compiler rewrites the endings of imports in scripts, and leaves those of types.
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.d.ts'))) {
    const file = join(folder, name)
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(from ')(\.\/[\w-]+)\.ts'/g, "$1$2.js'"))
  }
}

if (process.argv[1] === import.meta.filename) build(join(SDK, 'dist'))
