import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
type Manifest = { workspaces?: string[]; dependencies?: object; devDependencies?: object }

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))
const root = manifestOf('.')
/** Tools of the whole repository: for tests and builds, never for what runs in production. */
const shared = Object.keys({ ...root.devDependencies, ...root.dependencies })

const IMPORT =
  /(?:^|\n)(?:import|export)\b[^;'"`]*?from '([^'.][^']*)'|(?:^|\n)import '([^'.][^']*)'|\bimport\('([^'.][^']*)'\)/g
const TEST =
  /\.(test|spec)\.tsx?$|\/(test|test-support)\/|(vite|vitest|svelte)\.config\.|build\.mjs$|^bench\//

function packagesIn(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(IMPORT)]
    .map(([, from, plain, dynamic]) => from ?? plain ?? dynamic ?? '')
    .filter((name) => !/^(node:|\$|#|virtual:)/.test(name) && !builtinModules.includes(name))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'))
}

describe.each(root.workspaces ?? [])('the package of %s', (workspace) => {
  const listed = Object.keys({
    ...manifestOf(workspace).dependencies,
    ...manifestOf(workspace).devDependencies,
  })
  const files = execFileSync('git', ['ls-files', workspace], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\.(ts|tsx|mjs|svelte)$/.test(file))

  it('lists every package that its files import', () => {
    const missing = files.flatMap((file) => {
      const allowed = [...listed, ...(TEST.test(file) ? shared : []), `@tuvens/${workspace}`]
      return packagesIn(file)
        .filter((name) => !allowed.includes(name))
        .map((name) => `${name} in ${file}`)
    })
    expect(missing).toEqual([])
  })

  it('lists no package that none of its files imports', () => {
    const imported = new Set(files.flatMap(packagesIn))
    const runtime = Object.keys(manifestOf(workspace).dependencies ?? {})
    expect(runtime.filter((name) => !imported.has(name))).toEqual([])
  })
})
