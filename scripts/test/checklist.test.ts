import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const PROMISES = { C: 10, A: 10, H: 9 }
const ids = Object.entries(PROMISES).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
)
/** `| id | kept in | tried by |` rows of ARCHITECTURE.md. */
const rows = new Map(
  [
    ...readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').matchAll(
      /^\| (\w+) \| `([^`]+)` \| `([^`]+)` \|$/gm,
    ),
  ].map(([, id = '', kept = '', tried = '']) => [id, { kept, tried }]),
)

describe('the checklist in ARCHITECTURE.md', () => {
  it('has a row for every promise and for nothing else', () => {
    expect([...rows.keys()]).toEqual(ids)
  })

  it.each(ids)('%s names a file that keeps it and one that tries it, and both exist', (id) => {
    const row = rows.get(id)
    expect(existsSync(join(ROOT, row?.kept ?? '-'))).toBe(true)
    expect(existsSync(join(ROOT, row?.tried ?? '-'))).toBe(true)
    expect(row?.tried).toMatch(/\.(test|spec)\.tsx?$/)
  })
})
