import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A retired word of STYLE.md, found in a tracked text file. `line` counts from 1. */
export type RetiredWordUse = { file: string; line: number; word: string; use: string }

/** A word that STYLE.md retires, and its replacement. */
export type Retired = { word: string; pattern: RegExp; use: string }

const TEXT = /\.(ts|tsx|mts|mjs|cjs|js|svelte|sql|md|css|html|json|yml|yaml|sh)$|^\.ci\//
/** STYLE.md lists the words; recordings, patches and the lock file contain foreign text. */
const EXCLUDED = /^STYLE\.md$|fixtures\/|recordings\/|package-lock\.json$|^patches\//

/** Reads the table "Retired words" of STYLE.md. */
export function readRetiredWords(root: string): Retired[] {
  const [, table = ''] = readFileSync(join(root, 'STYLE.md'), 'utf8').split('## Retired words')
  return [...table.matchAll(/^\| (?!retired|-)([^|]+) \| ([^|]+) \|$/gm)].flatMap(
    ([, words = '', use = '']) =>
      words
        .split(', ')
        .map((word) => ({ word, use, pattern: new RegExp(`(?<![a-z])${word}(?![a-z])`, 'i') })),
  )
}

/** Finds retired words in tracked files, also as parts of names: camel case, snake case and capitals. */
export function findRetiredWords(root: string, paths: readonly string[] = []): RetiredWordUse[] {
  const retired = readRetiredWords(root)
  const files = execFileSync('git', ['ls-files', '-z', '--', ...paths], { cwd: root, encoding: 'utf8' })
  return files
    .split('\0')
    .filter((file) => TEXT.test(file) && !EXCLUDED.test(file))
    .flatMap((file) => [
      ...findIn(file, file, retired).map((each) => ({ ...each, line: 0 })),
      ...findIn(file, readFileSync(join(root, file), 'utf8'), retired),
    ])
}

function findIn(file: string, text: string, retired: Retired[]): RetiredWordUse[] {
  return text.split('\n').flatMap((line, index) => {
    const hits = retiredIn(line, retired)
    return hits.map(({ word, use }) => ({ file, line: index + 1, word, use }))
  })
}

/** The retired words of one line. */
export function retiredIn(line: string, retired: Retired[]): Retired[] {
  const words = splitNames(line)
  return retired.filter(({ pattern }) => pattern.test(words))
}

/** `eventList` becomes `event List`, `event-list` `event list`, so that parts of names count as words. */
function splitNames(line: string): string {
  return line.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ')
}

if (process.argv[1]?.endsWith('retired-words.ts')) {
  const found = findRetiredWords(process.cwd(), process.argv.slice(2))
  for (const { file, line, word, use } of found) console.log(`${file}:${line}: "${word}" (use: ${use})`)
  console.log(`${found.length} found`)
}
