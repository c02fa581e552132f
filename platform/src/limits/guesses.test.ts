import { describe, expect, it } from 'vitest'
import { createGuessLimit } from './guesses.ts'

function setUp() {
  let now = 1_000_000
  const guesses = createGuessLimit({ clock: { now: () => now } })
  let address = 0
  /** Each guess comes from an address of its own. @returns 0, or the seconds to wait */
  const guess = async (target = 'ada@example.com', from = `10.0.0.${address++}`) =>
    guesses.begin({ target, address: from }).then(
      () => 0,
      (error: unknown) => (error instanceof Error && 'retryAfter' in error ? error.retryAfter : error),
    )
  return { ...guesses, guess, pass: (seconds: number) => (now += seconds * 1000) }
}

describe('guesses of a password', () => {
  it('wait longer and longer after five, from whatever addresses they come', async () => {
    const { guess, pass } = setUp()
    for (let attempt = 0; attempt < 6; attempt++) expect(await guess()).toBe(0)
    const waits: unknown[] = []
    for (let attempt = 0; attempt < 12; attempt++) {
      const wait = await guess()
      waits.push(wait)
      pass(Number(wait))
      expect(await guess()).toBe(0)
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
  })

  it('at the same moment are not checked together after the first', async () => {
    const { guess } = setUp()
    const answers = await Promise.all(Array.from({ length: 40 }, () => guess()))
    expect(answers.filter((each) => each === 0)).toHaveLength(6)
  })

  it('for one login do not delay another', async () => {
    const { guess } = setUp()
    for (let attempt = 0; attempt < 20; attempt++) await guess()
    expect(await guess('ada@example.com')).not.toBe(0)
    expect(await guess('bob@example.com')).toBe(0)
  })

  it('count in whatever case the login is written', async () => {
    const { guess } = setUp()
    for (let attempt = 0; attempt < 20; attempt++) await guess('Ada@Example.com')
    expect(await guess('ada@example.com')).not.toBe(0)
  })

  it('of one client are limited for all logins together', async () => {
    const { guess } = setUp()
    const answers: unknown[] = []
    for (let at = 0; at < 21; at++) answers.push(await guess(`${at}@example.com`, '192.0.2.1'))
    expect(answers.filter((each) => each === 0)).toHaveLength(20)
    expect(answers.at(-1)).toBe(600)
    expect(await guess('bob@example.com', '192.0.2.2')).toBe(0)
  })

  it.each(['a new login each time', 'one login'])(
    'of a client that signs in to %s in between are limited all the same',
    async (own) => {
      const { guess, succeed } = setUp()
      const from = '192.0.2.1'
      const answers: unknown[] = []
      for (let at = 0; at < 40; at++) {
        answers.push(await guess(`${at}@example.com`, from))
        const target = own === 'one login' ? 'own@example.com' : `own-${at}@example.com`
        if ((await guess(target, from)) === 0) await succeed({ target, address: from })
      }
      expect(answers.filter((each) => each === 0).length).toBeLessThanOrEqual(20)
    },
  )

  it('that are right do not use up what one client may try', async () => {
    const { guess, succeed } = setUp()
    for (let at = 0; at < 40; at++) {
      const target = `${at}@example.com`
      expect(await guess(target, '192.0.2.1')).toBe(0)
      await succeed({ target, address: '192.0.2.1' })
    }
  })

  it('do not lock out a client that has signed in before', async () => {
    const { guess, succeed } = setUp()
    await succeed({ target: 'ada@example.com', address: '192.0.2.1' })
    for (let attempt = 0; attempt < 20; attempt++) await guess()
    expect(await guess('ada@example.com', '192.0.2.1')).toBe(0)
  })

  it('are forgotten when the password was right', async () => {
    const { guess, succeed } = setUp()
    for (let attempt = 0; attempt < 6; attempt++) await guess()
    await succeed({ target: 'ada@example.com', address: '10.0.0.99' })
    expect(await guess('ada@example.com', '10.0.0.98')).toBe(0)
  })
})
