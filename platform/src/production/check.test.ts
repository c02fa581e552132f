import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ConfigError, readEnv } from '../config.ts'
import { checkProduction, isLoopback, publicAddresses, strongSecrets } from './check.ts'

const RULES = [strongSecrets(['KEY', 'OTHER_KEY']), publicAddresses('URL', 'MORE_URLS')]

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readEnv(env, (fields) => checkProduction(fields, RULES))
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('the checks of production', () => {
  const BAD = {
    KEY: 'changemechangeme',
    URL: 'http://a.example',
    MORE_URLS: 'https://b.example,http://c.example',
  }

  it('name all problems at once, each with its setting, its fix and the setting that allows it', () => {
    const problems = problemsOf({ ...BAD, NODE_ENV: 'production' })
    expect(problems).toEqual([
      expect.stringMatching(
        /^KEY holds a secret that .*openssl rand.*\(for a laboratory: ALLOW_WEAK_SECRETS=true\)$/,
      ),
      expect.stringMatching(/^URL is a public address .*https.*ALLOW_PUBLIC_HTTP=true\)$/),
      expect.stringMatching(/^MORE_URLS is a public address/),
    ])
    expect(problems.join()).not.toContain(BAD.KEY)
  })

  it('do not run elsewhere', () => {
    for (const NODE_ENV of ['', 'development', 'test']) expect(problemsOf({ ...BAD, NODE_ENV })).toEqual([])
  })

  it('are switched off one by one', () => {
    const problems = problemsOf({ ...BAD, NODE_ENV: 'production', ALLOW_WEAK_SECRETS: 'true' })
    expect(problems.map((each) => each.split(' ', 1)[0])).toEqual(['URL', 'MORE_URLS'])
  })

  it('check every secret of a list', () => {
    const good = randomBytes(32).toString('hex')
    expect(problemsOf({ NODE_ENV: 'production', KEY: good })).toEqual([])
    expect(problemsOf({ NODE_ENV: 'production', KEY: `${good},${'0'.repeat(64)}` })).toHaveLength(1)
  })

  it.each([
    ['http://localhost:3000', true],
    ['http://site.localhost', true],
    ['http://127.0.0.1', true],
    ['http://127.8.9.10:1', true],
    ['http://[::1]:3000', true],
    ['http://localhost.evil.example', false],
    ['http://127.0.0.1.evil.example', false],
    ['http://notlocalhost', false],
    ['http://192.168.0.1', false],
    ['http://0.0.0.0', false],
    ['localhost', false],
  ])('take %s for an address of this machine: %s', (address, wanted) => {
    expect(isLoopback(address)).toBe(wanted)
  })
})
