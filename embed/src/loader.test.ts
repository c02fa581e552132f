import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bundleLoader, integrityOf } from '../build.mjs'
import { bundledLoader } from '../test-support/released.ts'

const ROOT = join(import.meta.dirname, '..')
const MAX_BYTES = 2_048
const { file, body, integrity } = bundledLoader()

describe('the loader', () => {
  it('stays under 2 kB', () => {
    expect(gzipSync(body, { level: 9 }).length).toBeLessThanOrEqual(MAX_BYTES)
  })

  it('is released as its sources are: a change needs a new version, because pages name the hash of theirs', async () => {
    expect(integrityOf(await bundleLoader())).toBe(integrity)
  })

  it('has the hash that organisers copy', () => {
    const current: unknown = JSON.parse(readFileSync(join(ROOT, 'released', 'current.json'), 'utf8'))
    expect(current).toEqual({ file, integrity })
  })

  it('has the hash that the documentation tells pages to name', () => {
    const docs = readFileSync(join(ROOT, '..', 'docs', 'embed.md'), 'utf8')
    expect(docs).toContain(`/embed/assets/${file}`)
    expect(docs).toContain(`integrity="${integrity}"`)
  })

  it('evaluates no text and imports nothing', () => {
    expect(body.toString()).not.toMatch(/\beval\b|\bFunction\(|innerHTML|\bimport\b(?!\.meta)/)
  })
})
