import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

/** Rows of the glossary in ARCHITECTURE.md: `| word | meaning | types | where |`. */
const [, glossary = ''] = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').split(/## Glossary|## Folders/)
const rows = [...glossary.matchAll(/^\| (?!word|-)([^|]+) \| [^|]+ \| ([^|]*) \| `([^`|]+)` \|$/gm)].map(
  ([, word = '', types = '', where = '']) => ({
    word,
    types: [...types.matchAll(/`(\w+)`/g)].map(([, type]) => type ?? ''),
    where,
  }),
)

function exportsOf(type: string, where: string): string[] {
  const pattern = `^export (declare )?(type|interface|class|const) ${type}\\b`
  const args = ['grep', '-lE', '--untracked', pattern, '--', where]
  try {
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim().split('\n')
  } catch {
    return []
  }
}

describe('the glossary in ARCHITECTURE.md', () => {
  it('has its rows', () => {
    expect(rows.length).toBeGreaterThan(20)
  })

  it.each(rows.flatMap(({ word, types, where }) => types.map((type) => ({ word, type, where }))))(
    'names the type $type of "$word" where it is exported',
    ({ type, where }) => {
      expect(exportsOf(type, where)).toHaveLength(1)
    },
  )

  it('gives no type of the glossary a second meaning in another workspace', () => {
    // The box office is independent: its words are those of Hi.Events. The types of the client are made from the contract's.
    const elsewhere = rows.flatMap(({ types, where }) =>
      types.flatMap((type) =>
        exportsOf(type, '*.ts').filter(
          (file) =>
            file.split('/')[0] !== where.split('/')[0] && !/^(box-office\/|sdk\/src\/generated)/.test(file),
        ),
      ),
    )
    expect(elsewhere).toEqual([])
  })
})
