import { OFFER_WORDS, PHASES } from '@tuvens/design'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
/** What people see: the event site, the landing, the picker and the box office with its mails. */
const SURFACES = [
  'client/src',
  'hi-events/src/landing',
  'hi-events/src/picker',
  'hi-events/src/web',
  'box-office/src',
]

const sources = execFileSync('git', ['ls-files', '--', ...SURFACES], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.(tsx|svelte|ts)$/.test(path) && !path.endsWith('.test.ts'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))

/** Words of a state that another surface once had for it. */
const OTHERS = ['Not published', 'Not published yet', 'Sale is over', 'Not on sale yet']
/** Labels that are plain words, too: of lists, and of orders. */
const PLAIN = new Set(['Waiting list', 'Over', 'Cancelled'])

const labels = [...Object.values(PHASES).map((each) => each.label), ...Object.values(OFFER_WORDS), ...OTHERS]
const words = [...new Set(labels)].filter((each) => !PLAIN.has(each))

describe('the words of a state', () => {
  it.each(words)('come from the one table: %s', (word) => {
    const literals = [`'${word}'`, `>${word}<`, `"${word}"`]
    const found = sources.filter(({ text }) => literals.some((each) => text.includes(each)))
    expect(found.map(({ path }) => path)).toEqual([])
  })
})
