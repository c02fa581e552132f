import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError, readEnv } from './config.ts'
import { checkProduction, strongSecrets } from './production/check.ts'

const SECRET = 'a-secret-of-thirty-two-characters'

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('readEnv', () => {
  it('tells every problem at once, each naming its setting', () => {
    const problems = problemsOf(() =>
      readEnv({ PORT: 'abc', SITE_URL: 'ftp://x' }, (fields) => ({
        port: fields.integer('PORT', 3000),
        site: fields.url('SITE_URL'),
        database: fields.text('DATABASE_URL'),
      })),
    )
    expect(problems).toHaveLength(3)
    expect(problems.join('\n')).toMatch(/PORT=abc[\s\S]*SITE_URL=ftp[\s\S]*DATABASE_URL is missing/)
  })

  it('takes an empty value for an absent one', () => {
    expect(readEnv({ PORT: ' ' }, (fields) => fields.integer('PORT', 3000))).toBe(3000)
  })

  it('refuses a path where only an origin is used, instead of dropping it', () => {
    const problems = problemsOf(() =>
      readEnv({ B: 'https://b.example:8443/path' }, (fields) => fields.origin('B')),
    )
    expect(problems).toEqual([
      'B=https://b.example:8443/path has a path, which is not supported; set it to https://b.example:8443',
    ])
  })

  it('cuts the slash at the end of an address and of an origin', () => {
    const read = readEnv({ A: 'https://a.example/', B: 'https://b.example:8443/' }, (fields) => ({
      a: fields.url('A'),
      b: fields.origin('B'),
    }))
    expect(read).toEqual({ a: 'https://a.example', b: 'https://b.example:8443' })
  })

  const readDatabase = (url: string) => () =>
    readEnv({ D: url }, (fields) => fields.secretUrl('D', 'postgres', 'postgresql'))

  it.each([
    'localhost:5432',
    'mysql://ada:hunter2@db/x',
    'postgres://ada:hunter2#@db/x',
    'postgres://ada:123#hunter2@db/x',
    'postgres://ada:123/hunter2@db/x',
    'postgres://ada:123?hunter2@db/x',
    'postgres://ada:%zzhunter2@db/x',
  ])('refuses %s as the address of a database, and does not repeat it', (url) => {
    const problems = problemsOf(readDatabase(url))
    expect(problems).toEqual([expect.stringMatching(/^D is not an address such as postgres:.*URL-encoded/)])
    expect(problems.join()).not.toContain('hunter2')
  })

  it.each([
    'postgres://ada:hunter2@db/x',
    'postgresql://ada:p%23%40@one:5432,two:5433/x?sslmode=require&application_name=a@b',
    'postgres:///x',
    'postgres://ada@%2Frun%2Fpg/x',
  ])('takes %s as the address of a database', (url) => {
    expect(readDatabase(url)()).toBe(url)
  })

  it('refuses * and words as origins', () => {
    const problems = problemsOf(() =>
      readEnv({ CORS_ORIGINS: '*, tuvens' }, (fields) => fields.origins('CORS_ORIGINS')),
    )
    expect(problems).toHaveLength(2)
  })

  it.each([
    ['true', true],
    ['0', false],
    ['off', false],
  ])('reads %s as %s', (value, wanted) => {
    expect(readEnv({ FLAG: value }, (fields) => fields.boolean('FLAG'))).toBe(wanted)
  })
})

describe('a secret setting', () => {
  it('is a list: the first signs, all verify', () => {
    const list = readEnv({ KEY: `${SECRET}, ${SECRET}-old` }, (fields) => fields.secrets('KEY'))
    expect(list).toEqual([SECRET, `${SECRET}-old`])
  })

  it('may come under its alias, but not under both with different values', () => {
    const read = (env: Record<string, string>) => readEnv(env, (fields) => fields.secrets('KEY', 'ALIAS'))
    expect(read({ ALIAS: SECRET })).toEqual([SECRET])
    expect(read({ ALIAS: SECRET, KEY: SECRET })).toEqual([SECRET])
    expect(problemsOf(() => read({ ALIAS: SECRET, KEY: `${SECRET}2` }))[0]).toContain('KEY and ALIAS')
  })

  it('that is short is refused without being repeated', () => {
    const [problem] = problemsOf(() => readEnv({ KEY: 'short' }, (fields) => fields.secrets('KEY')))
    expect(problem).toContain('shorter than 16')
    expect(problem).not.toContain('=short')
  })
})

describe('a setting in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tuvens-settings-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const readKey = (env: Record<string, string>) => readEnv(env, (fields) => fields.secrets('KEY', 'ALIAS'))

  it('counts like one in the environment, without the line end', () => {
    expect(readKey({ KEY_FILE: file('one', `${SECRET}\n`) })).toEqual([SECRET])
    expect(readKey({ ALIAS_FILE: file('alias', `${SECRET}\r\n`) })).toEqual([SECRET])
    const url = { URL_FILE: file('url', 'https://a.example/\n') }
    expect(readEnv(url, (fields) => fields.url('URL'))).toBe('https://a.example')
  })

  it('can be a list with an entry on each line', () => {
    expect(readKey({ KEY_FILE: file('lines', `${SECRET}\n${SECRET}-old\n`) })).toEqual([
      SECRET,
      `${SECRET}-old`,
    ])
  })

  it('is a problem when the environment has the setting, too', () => {
    const env = { KEY: SECRET, KEY_FILE: file('both', SECRET) }
    expect(problemsOf(() => readKey(env))).toEqual(['KEY and KEY_FILE are both set; keep one of them'])
  })

  it('is one problem when it cannot be read or is empty, and the value of no other file is shown', () => {
    const nowhere = join(folder, 'nowhere')
    mkdirSync(join(folder, 'folder'))
    expect(problemsOf(() => readKey({ KEY_FILE: nowhere }))).toEqual([
      `KEY_FILE=${nowhere} cannot be read (ENOENT); correct the path or its permissions`,
    ])
    expect(problemsOf(() => readKey({ KEY_FILE: join(folder, 'folder') }))[0]).toContain('(EISDIR)')
    expect(problemsOf(() => readKey({ KEY_FILE: file('empty', '\n') }))).toEqual([
      `KEY_FILE=${join(folder, 'empty')} is an empty file; write the value into it`,
    ])
  })

  it('is checked in production as one in the environment', () => {
    const env = { NODE_ENV: 'production', KEY_FILE: file('weak', 'changemechangeme') }
    const [problem] = problemsOf(() =>
      readEnv(env, (fields) => checkProduction(fields, [strongSecrets(['KEY'])])),
    )
    expect(problem).toMatch(/^KEY holds a secret that/)
  })
})
