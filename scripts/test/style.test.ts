import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findRetiredWords, readRetiredWords, retiredIn } from './retired-words.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const MAX_FILES = 20
const MAX_LINES = 300

const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((file) => /\.(ts|tsx|mjs|cjs|svelte)$/.test(file))

describe('the tree', () => {
  it('uses none of the retired words of STYLE.md', () => {
    const found = findRetiredWords(ROOT)
    expect(found.map(({ file, line, word, use }) => `${file}:${line}: ${word} (use: ${use})`)).toEqual([])
  })

  it(`has no folder with more than ${MAX_FILES} source files`, () => {
    const counts = new Map<string, number>()
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
    expect([...counts].filter(([, count]) => count > MAX_FILES)).toEqual([])
  })

  it(`has no source file with more than ${MAX_LINES} lines`, () => {
    // A generated file is read in the source that it is made of.
    const sources = files.filter(
      (file) => !/\.(test|spec)\.tsx?$|\/generated\.ts$|^messages\/src\/(keys|catalogue)\.ts$/.test(file),
    )
    const long = sources.filter(
      (file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > MAX_LINES + 1,
    )
    expect(long).toEqual([])
  })

  it('keeps test helpers in test-support/, apart from the source', () => {
    expect(
      files.filter((file) => /(^|\/)src\/(.*\/)?(testing|test-support|mocks?|fakes?)[./]/.test(file)),
    ).toEqual([])
  })
})

describe('a retired word', () => {
  const [retired] = readRetiredWords(ROOT)
  const word = retired?.word ?? ''
  const capital = word.charAt(0).toUpperCase() + word.slice(1)

  it.each([word, `${word}_message`, `a-${word}-b`, word.toUpperCase(), `read${capital}Now`])(
    'is found in a name such as "%s"',
    (name) => expect(retiredIn(`const ${name} = 1`, readRetiredWords(ROOT))).toContainEqual(retired),
  )

  it('is not found as a part of another word', () => {
    expect(retiredIn(`x${word}x`, readRetiredWords(ROOT))).toEqual([])
  })
})
