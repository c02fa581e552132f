import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** These files are plain JavaScript, so that they run before anything is installed: their shapes are told here. */
type Node = { needNode: (version: string) => void }
type Folder = {
  takeFolder: (data: string) => () => void
  unwritable: (error: unknown) => Error | undefined
}
type Install = { isInstalled: (root: string) => boolean }
type Printed = { write: (text: string) => boolean; on: () => void }
type Steps = {
  createSteps: (out: Printed) => {
    step: (title: string, work: (note: (text: string) => void) => unknown) => Promise<unknown>
  }
}

const load = async <T>(name: string) => (await import(join(import.meta.dirname, name))) as T
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prepare-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the Node that runs us', () => {
  it.each(['18.20.4', '20.18.3', '16.0.0'])('%s is too old, with the way to fix it', async (version) => {
    const { needNode } = await load<Node>('node.mjs')
    expect(() => needNode(version)).toThrow(/^Node \S+ is too old: install Node 20\.19 or later/)
  })

  it.each(['20.19.0', '20.20.2', '22.1.0', '24.0.0'])('%s will do', async (version) => {
    const { needNode } = await load<Node>('node.mjs')
    expect(() => needNode(version)).not.toThrow()
  })
})

describe('the data folder', () => {
  it('has one owner at a time, and is free again afterwards', async () => {
    const { takeFolder } = await load<Folder>('folder.mjs')
    const release = takeFolder(folder)
    expect(readFileSync(join(folder, 'start.pid'), 'utf8')).toBe(String(process.pid))
    release()
    takeFolder(folder)()
  })

  it('is taken over from a start that was killed', async () => {
    const { takeFolder } = await load<Folder>('folder.mjs')
    writeFileSync(join(folder, 'start.pid'), '4194300')
    takeFolder(folder)()
    writeFileSync(join(folder, 'start.pid'), 'not a number')
    takeFolder(folder)()
  })

  it('that cannot be written is named by its path, with the way to fix it', async () => {
    const { unwritable } = await load<Folder>('folder.mjs')
    const denied = Object.assign(new Error('denied'), { code: 'EACCES', path: '/x/.data/logs' })
    expect(unwritable(denied)?.message).toMatch(/^\/x\/\.data\/logs cannot be written: .*chown/)
    expect(unwritable(Object.assign(denied, { code: 'EROFS' }))?.message).toMatch(/read-only disk/)
    expect(unwritable(new Error('something else'))).toBeUndefined()
  })
})

describe('installing', () => {
  const write = (path: string, packages: object) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), JSON.stringify({ packages }))
  }
  const entry = 'node_modules/one'

  it.each([
    ['nothing is installed', undefined, false],
    ['all is there', { [entry]: { version: '1.0.0' } }, true],
    ['a version has changed', { [entry]: { version: '0.9.0' } }, false],
    ['a package is missing', {}, false],
  ])('%s', async (_says, found, expected) => {
    const { isInstalled } = await load<Install>('install.mjs')
    write('package-lock.json', { '': {}, api: {}, [entry]: { version: '1.0.0' } })
    if (found !== undefined) write('node_modules/.package-lock.json', found)
    expect(isInstalled(folder)).toBe(expected)
  })

  it('does without the optional packages of other machines', async () => {
    const { isInstalled } = await load<Install>('install.mjs')
    write('package-lock.json', { [entry]: { version: '1.0.0', optional: true } })
    write('node_modules/.package-lock.json', {})
    expect(isInstalled(folder)).toBe(true)
  })
})

describe('a step', () => {
  const printer = () => {
    const lines: string[] = []
    return { lines, out: { write: (text: string) => lines.push(text) > 0, on: () => {} } }
  }

  it('prints one line with what it said last and the time it took, and returns what its work returns', async () => {
    const { createSteps } = await load<Steps>('steps.mjs')
    const { lines, out } = printer()
    const result = await createSteps(out).step('Building', (note) => {
      note('first')
      note('2 of 2')
      return 42
    })
    expect(result).toBe(42)
    expect(lines).toEqual([expect.stringMatching(/^ {2}✓ Building {2}2 of 2 {2}\d\.\d s\n$/)])
  })

  it('that fails is marked, and its failure passed on', async () => {
    const { createSteps } = await load<Steps>('steps.mjs')
    const { lines, out } = printer()
    const broken = createSteps(out).step('Building', () => Promise.reject(new TypeError('broken')))
    await expect(broken).rejects.toThrow('broken')
    expect(lines.join('')).toMatch(/✗ Building/)
  })
})
