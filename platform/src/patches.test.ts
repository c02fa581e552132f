import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConfigError } from './config.ts'
import { missingPatches } from './patches.mjs'
import { runService } from './service.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const PATCHED = [
  'node_modules/postgres/src/connection.js',
  'node_modules/postgres/src/index.js',
  'node_modules/undici/lib/dispatcher/client-h1.js',
]

/** The installed packages as they are without one of the lines that our patches add. */
let unpatched: string
beforeAll(() => {
  unpatched = mkdtempSync(join(tmpdir(), 'unpatched-'))
  cpSync(join(ROOT, 'patches'), join(unpatched, 'patches'), { recursive: true })
  for (const file of PATCHED) {
    mkdirSync(dirname(join(unpatched, file)), { recursive: true })
    const text = readFileSync(join(ROOT, file), 'utf8')
    writeFileSync(
      join(unpatched, file),
      text.replace("error(Errors.connection('CONNECTION_CLOSED', options))\n", '\n'),
    )
  }
})
afterAll(() => rmSync(unpatched, { recursive: true, force: true }))

describe('the patches of installed packages', () => {
  it('are all applied here', () => {
    expect(missingPatches(ROOT)).toEqual([])
  })

  it('are missed by name where an install left them out', () => {
    expect(missingPatches(unpatched)).toEqual(['postgres+3.4.9.patch'])
    expect(missingPatches(join(unpatched, 'nowhere'))).toEqual(['the folder patches'])
  })

  it('are required by a service before it starts, in words', async () => {
    let hasStarted = false
    const start = async () => {
      hasStarted = true
      throw new TypeError('not reached')
    }
    const running = runService(start, {
      name: 'test',
      port: 0,
      host: '127.0.0.1',
      drainMs: 0,
      root: unpatched,
    })
    await expect(running).rejects.toThrow(ConfigError)
    await expect(running).rejects.toThrow(/postgres\+3\.4\.9\.patch.*npx patch-package/)
    expect(hasStarted).toBe(false)
  })
})
