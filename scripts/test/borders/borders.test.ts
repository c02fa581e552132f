import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

type BorderRule = { name: string; breach: [from: string, to: string] }
type Cruise = { summary: { violations: { rule: { name: string } }[] } }

const ROOT = join(import.meta.dirname, '..', '..', '..')
const { RULES }: { RULES: BorderRule[] } = createRequire(import.meta.url)('./rules.cjs')

let found: Set<string>
let folder: string

/** Creates one tree that contains every breach, each in its own pair of files. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tuvens-borders-'))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(
    join(folder, 'tsconfig.json'),
    '{ "compilerOptions": { "allowImportingTsExtensions": true } }',
  )
  for (const [index, { name, breach }] of RULES.entries()) {
    const [from, to] = breach.map((file) => file.replace(/\.ts$/, `${index}.ts`))
    writeIn(
      from ?? '',
      `import type { Two } from './${relative(dirname(from ?? ''), to ?? '')}'\nexport type One = Two\n`,
    )
    const back = `import type { One } from './${relative(dirname(to ?? ''), from ?? '')}'\nexport type Two = One\n`
    writeIn(to ?? '', name === 'no-cycles' ? back : 'export type Two = 2\n')
  }
  found = new Set(cruise().summary.violations.map(({ rule }) => rule.name))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.each(RULES.map(({ name }) => name))('the border rule %s reports the import that it forbids', (name) => {
  expect([...found]).toContain(name)
})

function writeIn(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

function cruise(): Cruise {
  const script = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const config = join(ROOT, 'scripts/test/borders/config.cjs')
  const folders = [...new Set(RULES.flatMap(({ breach }) => breach).map((file) => file.split('/')[0] ?? ''))]
  const args = [script, '--config', config, '--output-type', 'json', ...folders]
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const
  try {
    return JSON.parse(execFileSync(process.execPath, args, options))
  } catch (error) {
    // The exit code is the number of violations.
    return JSON.parse((error as { stdout: string }).stdout)
  }
}
