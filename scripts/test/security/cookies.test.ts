import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8')

/** Files of the product that set a cookie; those that only forward one do not name flags. */
const setters = execFileSync('git', ['ls-files', '-z', '*/src/*'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((file) => /\.(ts|tsx|svelte)$/.test(file) && !/\.test\.tsx?$/.test(file))
  .filter((file) => /\.setCookie\(|cookies\.set\(|document\.cookie =|; ?HttpOnly/i.test(textOf(file)))

type Row = { cookies: string[]; file: string; flags: string[] }
const codesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')
const section =
  textOf('docs/security.md')
    .split(/^## /m)
    .find((each) => each.startsWith('Cookies')) ?? ''
const rows: Row[] = [...section.matchAll(/^\| `.*$/gm)].map(([line]) => {
  const [cookies, files, flags] = line.split(' | ')
  return { cookies: codesIn(cookies), file: codesIn(files)[0] ?? '', flags: codesIn(flags) }
})

describe('each file that sets a cookie', () => {
  it.each(setters)('%s is in the table with its flags', (file) => {
    const own = rows.filter((row) => row.file === file)
    expect(own).not.toEqual([])
    const text = textOf(file)
    for (const { cookies, flags } of own)
      for (const each of [...cookies, ...flags]) expect(text, `${each} in ${file}`).toContain(each)
  })

  it('exists for each row of the table', () => {
    expect(rows.map(({ file }) => file).filter((file) => !setters.includes(file))).toEqual([])
    expect(rows.length).toBeGreaterThan(5)
  })

  it('sets each flag for all of its cookies', () => {
    const unsafe = setters.flatMap((file) =>
      textOf(file)
        .split('\n')
        .filter((line) => /; ?Max-Age=/i.test(line) && !/secure|LANDING_COOKIE/i.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )
    expect(unsafe).toEqual([])
  })
})
