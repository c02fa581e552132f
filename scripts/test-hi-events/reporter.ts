import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'
import type { SerializedError } from 'vitest'

const MARKS = { passed: '✔', failed: '✖', skipped: '–', pending: '…' } as const

/** Prints one line for each step, with its notes and failures below, and the sum at the end. */
export default class StepReporter implements Reporter {
  private readonly write: (text: string) => void
  private counts = { passed: 0, failed: 0, skipped: 0 }

  constructor(write: unknown) {
    // Vitest passes options, when there are any, as the first argument.
    this.write = typeof write === 'function' ? (write as StepReporter['write']) : writeToOutput
  }

  onTestSuiteReady(suite: TestSuite): void {
    this.write(`\n  ${suite.name}\n`)
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result()
    if (state !== 'pending') this.counts[state] += 1
    const seconds = ((test.diagnostic()?.duration ?? 0) / 1000).toFixed(1)
    this.write(`  ${MARKS[state]} ${test.name}${state === 'skipped' ? '' : `  ${seconds} s`}\n`)
    for (const { message } of test.annotations()) this.write(`      ${message}\n`)
    for (const each of errors ?? []) this.write(indented(each))
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const broken = [...modules.flatMap((each) => each.errors()), ...unhandled]
    for (const each of broken) this.write(indented(each))
    const { passed, failed, skipped } = this.counts
    this.write(`\n  ${passed} passed, ${failed + broken.length} failed, ${skipped} left out\n\n`)
  }
}

function writeToOutput(text: string): void {
  process.stdout.write(text)
}

/** The failure and its place in the suite. */
function indented({ message, diff, stacks }: SerializedError): string {
  const [at] = stacks ?? []
  const parts = [
    message,
    typeof diff === 'string' ? diff : '',
    at === undefined ? '' : `(${at.file}:${at.line})`,
  ]
  const lines = parts.filter((each) => each !== '').flatMap((each) => each.split('\n'))
  return `${lines.map((line) => `      ${line}`).join('\n')}\n`
}
