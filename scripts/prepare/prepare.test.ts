import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** The tested files are plain JavaScript, because they run before the packages are installed. These are their types. */
type Node = { requireNode: (version: string) => void }
type Folder = {
  lockFolder: (data: string) => () => void
  requireWritable: (data: string) => string
  describeUnwritable: (error: unknown, data?: string) => Error | undefined
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

describe('the required version of Node', () => {
  it.each(['18.20.4', '20.18.3', '16.0.0'])(
    'refuses Node %s and explains how to get a newer version',
    async (version) => {
      const { requireNode } = await load<Node>('node.mjs')
      expect(() => requireNode(version)).toThrow(/^Node \S+ is too old: install Node 20\.19 or later/)
    },
  )

  it.each(['20.19.0', '20.20.2', '22.1.0', '24.0.0'])('accepts Node %s', async (version) => {
    const { requireNode } = await load<Node>('node.mjs')
    expect(() => requireNode(version)).not.toThrow()
  })
})

describe('the data folder', () => {
  it('can be locked again after its lock is released', async () => {
    const { lockFolder } = await load<Folder>('folder.mjs')
    const release = lockFolder(folder)
    expect(readFileSync(join(folder, 'start.pid'), 'utf8')).toBe(String(process.pid))
    release()
    lockFolder(folder)()
  })

  it('can be locked when its lock file was left by a killed process or is not readable', async () => {
    const { lockFolder } = await load<Folder>('folder.mjs')
    writeFileSync(join(folder, 'start.pid'), '4194300')
    lockFolder(folder)()
    writeFileSync(join(folder, 'start.pid'), 'not a number')
    lockFolder(folder)()
  })

  it('that is not writable is reported with its path and a fix', async () => {
    const { describeUnwritable } = await load<Folder>('folder.mjs')
    const denied = Object.assign(new Error('denied'), { code: 'EACCES', path: folder })
    expect(describeUnwritable(denied)?.message).toMatch(
      /cannot be written: make yourself its owner with: sudo chown/,
    )
    expect(describeUnwritable(Object.assign(denied, { code: 'EROFS' }))?.message).toMatch(/read-only disk/)
    expect(describeUnwritable(new Error('something else'))).toBeUndefined()
  })

  it('that is not writable is named by the advice, and never the folder around it', async () => {
    const { describeUnwritable } = await load<Folder>('folder.mjs')
    const denied = (path: string) => Object.assign(new Error('denied'), { code: 'EACCES', path })
    const told = (data: string) => describeUnwritable(denied(data), data)?.message ?? ''
    expect(told(folder)).toContain(`sudo chown -R "$(id -u):$(id -g)" '${folder}'`)
    expect(told('/no/such/folder')).toContain(`sudo install -d -o "$(id -u)" -g "$(id -g)" '/no/such/folder'`)
    expect(told(folder)).toContain('name another folder with TUVENS_DATA')
  })

  it('ends with advice where no folder can be made', async () => {
    const { requireWritable } = await load<Folder>('folder.mjs')
    writeFileSync(join(folder, 'file'), '')
    const below = join(folder, 'file', 'data')
    for (const data of ['/proc/tuvens', below])
      expect(() => requireWritable(data)).toThrow(
        `${data} cannot be made there: name another folder with TUVENS_DATA`,
      )
  })
})

describe('whether all packages are installed', () => {
  const write = (path: string, packages: object) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), JSON.stringify({ packages }))
  }
  const entry = 'node_modules/one'

  it.each([
    ['is false when nothing is installed', undefined, false],
    ['is true when every package has its version', { [entry]: { version: '1.0.0' } }, true],
    ['is false when a version differs', { [entry]: { version: '0.9.0' } }, false],
    ['is false when a package is missing', {}, false],
  ])('%s', async (_title, found, expected) => {
    const { isInstalled } = await load<Install>('install.mjs')
    write('package-lock.json', { '': {}, api: {}, [entry]: { version: '1.0.0' } })
    if (found !== undefined) write('node_modules/.package-lock.json', found)
    expect(isInstalled(folder)).toBe(expected)
  })

  it('is true when only optional packages are missing', async () => {
    const { isInstalled } = await load<Install>('install.mjs')
    write('package-lock.json', { [entry]: { version: '1.0.0', optional: true } })
    write('node_modules/.package-lock.json', {})
    expect(isInstalled(folder)).toBe(true)
  })
})

describe('the end of npm', () => {
  it('ends what npm has started, also when no signal reaches it', async () => {
    const module = JSON.stringify(join(import.meta.dirname, 'shutdown.mjs'))
    const script = `import(${module}).then(({ createShutdown }) => {
      createShutdown().onExit(() => console.log('closed'))
      setInterval(() => {}, 1000)
      console.log('running')
    })`
    // The shell waits for it, as npm's does, and passes no signal on.
    const shell = spawn('sh', ['-c', '"$NODE" -e "$SCRIPT"; true'], {
      env: { ...process.env, NODE: process.execPath, SCRIPT: script, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    const ended = once(shell.stdout, 'end')
    shell.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    await expect.poll(() => output, { timeout: 60_000 }).toContain('running')
    shell.kill('SIGTERM')
    // The output ends when the last process that could write to it has ended.
    await ended
    expect(output).toContain('closed')
  })
})

describe('a step', () => {
  const printer = () => {
    const lines: string[] = []
    return { lines, out: { write: (text: string) => lines.push(text) > 0, on: () => {} } }
  }

  it('prints one line with its last note and its duration, and returns the result of its work', async () => {
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

  it('is marked as failed and rejects when its work fails', async () => {
    const { createSteps } = await load<Steps>('steps.mjs')
    const { lines, out } = printer()
    const broken = createSteps(out).step('Building', () => Promise.reject(new TypeError('broken')))
    await expect(broken).rejects.toThrow('broken')
    expect(lines.join('')).toMatch(/✗ Building/)
  })
})
