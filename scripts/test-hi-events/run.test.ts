import { describe, expect, it } from 'vitest'
import type { TestCase, TestSuite } from 'vitest/node'
import { envOf, readOptions } from './options.ts'
import StepReporter from './reporter.ts'
import { runSuite } from './run.ts'
import { readTarget } from './target.ts'

describe('options', () => {
  it('lead the suites to a Hi.Events', () => {
    const args = ['--url', 'https://tickets.example/', '--callback-host', 'ci.internal']
    const options = readOptions(args, { HI_EVENTS_JWT_SECRET: 'its own secret' })
    expect(readTarget(envOf(options))).toEqual({
      pages: 'https://tickets.example',
      api: 'https://tickets.example/api',
      jwtSecret: 'its own secret',
      callbackHost: 'ci.internal',
    })
  })

  it('name an API with a root of its own, and leave minted tokens out without a secret', () => {
    const args = ['--url', 'https://tickets.example', '--api-url', 'https://api.tickets.example']
    const { target } = readOptions(args, {})
    expect(target).toMatchObject({ api: 'https://api.tickets.example', callbackHost: '127.0.0.1' })
    expect(target?.jwtSecret).toBeUndefined()
  })

  it('lead to the box office when there are none, whatever the environment says', () => {
    const told = envOf(readOptions([], { HI_EVENTS_URL: 'https://forgotten.example/api' }))
    expect(readTarget({ HI_EVENTS_URL: 'https://forgotten.example/api', ...told })).toBeUndefined()
  })

  it.each([
    [['--url', 'tickets.example'], /not an address such as/],
    [['--speed'], /Unknown option '--speed'.*--help/],
  ])('%j is refused in one sentence', (args, sentence) => {
    expect(() => readOptions(args, {})).toThrow(sentence)
  })
})

it('says what is wrong with an address before anything is run', async () => {
  const life = { codeOfSignal: 130, isLeaving: () => false, onLeave: () => {}, leave: async () => {} }
  const running = runSuite({ root: '/', env: {}, life }, ['--url', 'http://127.0.0.1:9'])
  await expect(running).rejects.toThrow(/nothing listens there\nStart Hi.Events, or correct --url=/)
})

describe('what is printed', () => {
  const caseOf = (name: string, result: object, messages: string[] = []) =>
    ({
      name,
      result: () => result,
      diagnostic: () => ({ duration: 1234 }),
      annotations: () => messages.map((message) => ({ message })),
    }) as unknown as TestCase

  it('is one line a step, with its notes and its failure below, and the sum', () => {
    let said = ''
    const reporter = new StepReporter((text: string) => {
      said += text
    })
    reporter.onTestSuiteReady({ name: 'signing in by password' } as TestSuite)
    reporter.onTestCaseResult(caseOf('publishes', { state: 'passed' }, ['shown after 0.4 s']))
    const error = { message: 'Tuvens shows paused', stacks: [{ file: 'story.test.ts', line: 7 }] }
    reporter.onTestCaseResult(caseOf('ends', { state: 'failed', errors: [error] }))
    reporter.onTestCaseResult(caseOf('mints', { state: 'skipped' }))
    reporter.onTestRunEnd([], [])
    expect(said.trim().split('\n')).toEqual([
      'signing in by password',
      '  ✔ publishes  1.2 s',
      '      shown after 0.4 s',
      '  ✖ ends  1.2 s',
      '      Tuvens shows paused',
      '      (story.test.ts:7)',
      '  – mints',
      '',
      '  1 passed, 1 failed, 1 left out',
    ])
  })
})
