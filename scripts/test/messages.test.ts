import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { areasIn, readArea } from '../../messages/generate/sources.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const areas = areasIn('en')
const keys = areas.flatMap((area) => Object.keys(readArea('en', area)).map((key) => `${area}.${key}`))

/** A key in code: in quotes, or in a template whose parts are filled in. */
const NAMED = new RegExp(`['"\`]((?:${areas.join('|')})\\.[\\w.$\\{\\}()\\[\\]]+)['"\`]`, 'g')

const named = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => /\.(ts|tsx|svelte)$/.test(file) && !/^messages\/|\.test\.tsx?$/.test(file))
  .flatMap((file) => [...readFileSync(join(ROOT, file), 'utf8').matchAll(NAMED)].map(([, key = '']) => key))

it('every message is used', () => {
  const exact = new Set(named.filter((key) => !key.includes('$')))
  const patterns = named
    .filter((key) => key.includes('$'))
    .map((key) => new RegExp(`^${key.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '\\w+')}$`))
  expect(keys.filter((key) => !exact.has(key) && !patterns.some((pattern) => pattern.test(key)))).toEqual([])
})
