import { describe, expect, it } from 'vitest'
import type { TestCase, TestSuite } from 'vitest/node'
import { envOf, readOptions } from './options.ts'
import StepReporter from './reporter.ts'
import { runSuite } from './run.ts'
import { readTarget } from './target.ts'

describe('the options of npm run test:hi-events', () => {
  it('pass the addresses of a Hi.Events to the suites', () => {
    const args = ['--url', 'https://tickets.example/', '--callback-host', 'ci.internal']
    const options = readOptions(args, { HI_EVENTS_JWT_SECRET: 'its own secret' })
    expect(readTarget(envOf(options))).toEqual({
      pages: 'https://tickets.example',
      api: 'https://tickets.example/api',
      jwtSecret: 'its own secret',
      callbackHost: 'ci.internal',
    })
  })

  it('accept another root for the API, and need no secret', () => {
    const args = ['--url', 'https://tickets.example', '--api-url', 'https://api.tickets.example']
    const { target } = readOptions(args, {})
    expect(target).toMatchObject({ api: 'https://api.tickets.example', callbackHost: '127.0.0.1' })
    expect(target?.jwtSecret).toBeUndefined()
  })

  it('select the box office when none is given, even if the environment names a Hi.Events', () => {
    const fromOptions = envOf(readOptions([], { HI_EVENTS_URL: 'https://forgotten.example/api' }))
    expect(readTarget({ HI_EVENTS_URL: 'https://forgotten.example/api', ...fromOptions })).toBeUndefined()
  })

  it.each([
    [['--url', 'tickets.example'], /not an address such as/],
    [['--speed'], /Unknown option '--speed'.*--help/],
  ])('refuse %j with one sentence', (args, sentence) => {
    expect(() => readOptions(args, {})).toThrow(sentence)
  })
})

it('an address without a Hi.Events is reported before any suite runs', async () => {
  const shutdown = { signalExitCode: 130, isExiting: () => false, onExit: () => {}, exit: async () => {} }
  const running = runSuite({ root: '/', env: {}, shutdown }, ['--url', 'http://127.0.0.1:9'])
  await expect(running).rejects.toThrow(/nothing listens there\nStart Hi.Events, or correct --url=/)
})

describe('the reporter', () => {
  const caseOf = (name: string, result: object, messages: string[] = []) =>
    ({
      name,
      result: () => result,
      diagnostic: () => ({ duration: 1234 }),
      annotations: () => messages.map((message) => ({ message })),
    }) as unknown as TestCase

  it('prints one line for each step, with its notes and failures below, and the sum', () => {
    let output = ''
    const reporter = new StepReporter((text: string) => {
      output += text
    })
    reporter.onTestSuiteReady({ name: 'signing in by password' } as TestSuite)
    reporter.onTestCaseResult(caseOf('publishes', { state: 'passed' }, ['shown after 0.4 s']))
    const error = { message: 'Tuvens shows paused', stacks: [{ file: 'scenario.test.ts', line: 7 }] }
    reporter.onTestCaseResult(caseOf('ends', { state: 'failed', errors: [error] }))
    reporter.onTestCaseResult(caseOf('sells', { state: 'skipped' }))
    reporter.onTestRunEnd([], [])
    expect(output.trim().split('\n')).toEqual([
      'signing in by password',
      '  ✔ publishes  1.2 s',
      '      shown after 0.4 s',
      '  ✖ ends  1.2 s',
      '      Tuvens shows paused',
      '      (scenario.test.ts:7)',
      '  – sells',
      '',
      '  1 passed, 1 failed, 1 left out',
    ])
  })
})
