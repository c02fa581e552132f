import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRegister } from '../../promises/register.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8')

/** The level of each requirement of OWASP ASVS 5.0.0, by section, in the order of their numbers. */
const LEVELS: Record<string, string> = {
  '1.1': '22',
  '1.2': '1111122223',
  '1.3': '112222222223',
  '1.4': '222',
  '1.5': '123',
  '2.1': '122',
  '2.2': '112',
  '2.3': '12223',
  '2.4': '23',
  '3.1': '3',
  '3.2': '113',
  '3.3': '12223',
  '3.4': '11222233',
  '3.5': '11122333',
  '3.6': '3',
  '3.7': '22333',
  '4.1': '12233',
  '4.2': '23333',
  '4.3': '22',
  '4.4': '1222',
  '5.1': '2',
  '5.2': '112333',
  '5.3': '113',
  '5.4': '222',
  '6.1': '122',
  '6.2': '111111112222',
  '6.3': '11223333',
  '6.4': '112233',
  '6.5': '22222333',
  '6.6': '2223',
  '6.7': '33',
  '6.8': '2222',
  '7.1': '222',
  '7.2': '1111',
  '7.3': '22',
  '7.4': '11222',
  '7.5': '223',
  '7.6': '22',
  '8.1': '1233',
  '8.2': '1123',
  '8.3': '133',
  '8.4': '23',
  '9.1': '111',
  '9.2': '1222',
  '10.1': '22',
  '10.2': '223',
  '10.3': '22223',
  '10.4': '1111122222233333',
  '10.5': '22222',
  '10.6': '22',
  '10.7': '222',
  '11.1': '2233',
  '11.2': '22233',
  '11.3': '11233',
  '11.4': '1222',
  '11.5': '23',
  '11.6': '23',
  '11.7': '33',
  '12.1': '12233',
  '12.2': '11',
  '12.3': '22223',
  '13.1': '2333',
  '13.2': '222223',
  '13.3': '2233',
  '13.4': '1222233',
  '14.1': '22',
  '14.2': '12223333',
  '14.3': '122',
  '15.1': '12233',
  '15.2': '12233',
  '15.3': '1222222',
  '15.4': '3333',
  '16.1': '2',
  '16.2': '22222',
  '16.3': '2222',
  '16.4': '222',
  '16.5': '2223',
  '17.1': '23',
  '17.2': '22223333',
  '17.3': '22',
}

/** Requirements up to level 2. */
const REQUIRED = Object.entries(LEVELS).flatMap(([section, levels]) =>
  levels
    .split('')
    .flatMap((level, at): [string, string][] => (level < '3' ? [[`${section}.${at + 1}`, level]] : [])),
)

type Row = { id: string; level: string; state: string; how: string }
const rows: Row[] = textOf('docs/asvs.md')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [id = '', level = '', , state = '', how = ''] = line.slice(2, -2).split(' | ')
    return { id, level, state, how }
  })

const files = new Set(execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0'))
const promises = new Set(readRegister(ROOT).map(({ id }) => id))
const codesIn = (how: string) => [...how.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')

describe('the register of OWASP ASVS 5.0', () => {
  it('names each requirement of level 1 and 2 once, with its level', () => {
    expect(rows.map(({ id, level }) => [id, level])).toEqual(REQUIRED)
  })

  it('names only files and promises that exist', () => {
    const wrong = rows.flatMap(({ id, how }) =>
      codesIn(how)
        .filter((code) =>
          code.startsWith('promise ')
            ? !promises.has(code.slice('promise '.length))
            : /\/|\.(md|json|ts)$/.test(code) && !files.has(code),
        )
        .map((code) => `${id}: ${code}`),
    )
    expect(wrong).toEqual([])
  })

  it('names only tests that exist', () => {
    const wrong = rows.flatMap(({ id, how }) =>
      [...how.matchAll(/`([^`]+)` “([^”]+)”/g)]
        .filter(([, file = '', title = '']) => !textOf(file).replaceAll("\\'", "'").includes(title))
        .map(([, file, title]) => `${id}: ${file} “${title}”`),
    )
    expect(wrong).toEqual([])
  })

  it('names for each requirement that is kept what fails without it, or the document that it demands', () => {
    const unproven = rows.filter(({ state, how }) => {
      const codes = codesIn(how)
      const isProven = codes.some((code) => code.startsWith('promise ')) || how.includes('“')
      return state === 'kept' && !isProven && !codes.every((code) => code.endsWith('.md'))
    })
    expect(unproven.map(({ id }) => id)).toEqual([])
  })

  it('says why for each other requirement', () => {
    const others = rows.filter(({ state }) => state !== 'kept')
    for (const { state, how } of others) {
      expect(['does not apply', 'not met']).toContain(state)
      expect(how).toMatch(/^[A-Z][^|]{3,}\.$/)
    }
  })
})
