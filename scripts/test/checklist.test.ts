import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
/** Letters of the checklist, with the first and the last number of each. */
const PROMISES = { C: [1, 10], A: [1, 10], H: [1, 9], W: [4, 7] } as const
const ids = Object.entries(PROMISES).flatMap(([letter, [first, last]]) =>
  Array.from({ length: last - first + 1 }, (_, index) => `${letter}${first + index}`),
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
