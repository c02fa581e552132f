import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../scripts/build.mjs'

const ROOT = join(import.meta.dirname, '..', '..')
const SDK = join(ROOT, 'sdk')

let folder: string
let tarball: Buffer
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sdk-'))
  for (const file of ['package.json', 'README.md']) cpSync(join(SDK, file), join(folder, file))
  build(join(folder, 'dist'))
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
  })
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }]
  tarball = readFileSync(join(folder, filename))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the package', () => {
  it('is the only workspace that is not private', () => {
    const { workspaces } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      workspaces: string[]
    }
    const isPublic = (name: string) =>
      JSON.parse(readFileSync(join(ROOT, name, 'package.json'), 'utf8')).private !== true
    expect(workspaces.filter(isPublic)).toEqual(['sdk'])
  })

  it('has nothing that publint reports', async () => {
    const data = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length) as ArrayBuffer
    const { messages, pkg } = await publint({ pack: { tarball: data }, level: 'suggestion' })
    expect(messages.map((each) => formatMessage(each, pkg))).toEqual([])
  })

  it('has types that every way of importing it as a module finds', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)))
    if (analysis.types === false) throw new TypeError('no types')
    // `require` of a module works from Node 20.19 on; without exports (node10) nothing is promised.
    const ignored = ['node10', 'node16-cjs']
    const problems = analysis.problems.filter(
      (problem) => !('resolutionKind' in problem) || !ignored.includes(problem.resolutionKind),
    )
    expect(problems).toEqual([])
  })

  it('runs in plain Node, without a dependency', () => {
    const place = join(folder, 'node_modules', '@tuvens', 'client')
    mkdirSync(place, { recursive: true })
    execFileSync('tar', ['xzf', '-', '-C', place, '--strip-components=1'], { input: tarball })
    const script = `import { createClient } from '@tuvens/client'
      const client = createClient({ baseUrl: 'https://api.example', fetch: async (url) => Response.json({ url }) })
      console.log(JSON.stringify(await client.readEvent({ id: '7' })))`
    const run = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(JSON.parse(run)).toEqual({ url: 'https://api.example/api/events/7' })
    expect(JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')).dependencies).toBeUndefined()
  })
})
