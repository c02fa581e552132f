import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const PROMISES = { C: 10, A: 10, H: 9 }
const ids = Object.entries(PROMISES).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
)
/** The rows `| id | kept in | tried by |` of ARCHITECTURE.md; several files may test one promise. */
const rows = new Map(
  [
    ...readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').matchAll(
      /^\| (\w+) \| `([^`]+)` \| (`[^|]+`) \|$/gm,
    ),
  ].map(([, id = '', kept = '', tried = '']) => [
    id,
    { kept, tried: tried.split(' ').map((each) => each.replaceAll('`', '')) },
  ]),
)

describe('the checklist in ARCHITECTURE.md', () => {
  it('has exactly one row for each promise', () => {
    expect([...rows.keys()]).toEqual(ids)
  })

  it.each(ids)('names existing files for %s: the one that keeps it and its tests', (id) => {
    const { kept = '-', tried = [] } = rows.get(id) ?? {}
    expect([kept, ...tried].filter((each) => !existsSync(join(ROOT, each)))).toEqual([])
    expect(tried.length).toBeGreaterThan(0)
    for (const each of tried) expect(each).toMatch(/\.(test|spec)\.tsx?$/)
  })

  it.each(ids.filter((id) => id.startsWith('C') && id !== 'C10'))(
    'names a test of the site and a browser test for %s',
    (id) => {
      const tried = rows.get(id)?.tried ?? []
      expect(tried.map((each) => each.split('/', 1)[0])).toEqual(['client', 'e2e'])
    },
  )
})
