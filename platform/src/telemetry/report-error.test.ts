import { beforeEach, describe, expect, it } from 'vitest'
import { reportError, startReporting } from './report-error.ts'

const SECRETS = ['hunter2', 'ada@tuvens.example', 'idp.example']
let fingerprints: string[] = []
beforeEach(() => {
  fingerprints = []
  return startReporting(({ fingerprint }) => void fingerprints.push(fingerprint))
})

/** The same place for each message. */
const errorOf = (message: string) => new TypeError(message)
const withoutStack = (message: string) => {
  const error = errorOf(message)
  delete error.stack
  return error
}

describe('the fingerprint of a reported error', () => {
  it.each([
    ['a text', 'password=hunter2 of ada@tuvens.example'],
    ['an error whose message has lines like a stack', errorOf('no\n at https://idp.example/?token=hunter2')],
    ['an error without a stack', withoutStack('token hunter2 of ada@tuvens.example')],
  ])('holds nothing of the message of %s', (_, error) => {
    reportError(error, 'work')
    expect(fingerprints).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
    for (const secret of SECRETS) expect(fingerprints[0]).not.toContain(secret)
  })

  it('is the same for all errors of one place, whatever their messages are', () => {
    for (const id of [1, 2]) reportError(errorOf(`event ${id} is gone\n at event ${id}`), 'work')
    expect(fingerprints).toHaveLength(1)
  })

  it('differs between places and between works', () => {
    reportError(errorOf('x'), 'work')
    reportError(new TypeError('x'), 'work')
    reportError('x', 'work')
    reportError('x', 'other work')
    expect(new Set(fingerprints).size).toBe(4)
  })
})
