import { describe, expect, it } from 'vitest'
import { type Budget, createEntrances } from './entrances.ts'

const minute = (points: number) => ({ points, seconds: 60 })

function setUp(budgets: Record<string, Budget>) {
  let now = 1_000_000
  const entrances = createEntrances({ budgets, clock: { now: () => now } })
  const isLetIn = async (name: string, visitor: Parameters<typeof entrances.check>[1]) =>
    (await entrances.check(name, visitor)) === null
  return { ...entrances, isLetIn, pass: (ms: number) => (now += ms) }
}

describe('an entrance', () => {
  it('lets a client in as often as its budget allows, and says when to come again', async () => {
    const door = setUp({ login: { client: minute(2), all: minute(100) } })
    const address = '192.0.2.1'
    expect([await door.isLetIn('login', { address }), await door.isLetIn('login', { address })]).toEqual([
      true,
      true,
    ])
    door.pass(20_000)
    expect(await door.check('login', { address })).toMatchObject({
      retryAfter: 40,
      headers: { 'ratelimit-policy': '"login";q=2;w=60', ratelimit: '"login";r=0;t=40' },
    })
    door.pass(40_000)
    expect(await door.isLetIn('login', { address })).toBe(true)
  })

  it('counts an IPv6 network as one client, and an IPv4 address in IPv6 as itself', async () => {
    const door = setUp({ login: { client: minute(1), all: minute(100) } })
    expect(await door.isLetIn('login', { address: '2001:db8::1' })).toBe(true)
    expect(await door.isLetIn('login', { address: '2001:db8::ffff' })).toBe(false)
    expect(await door.isLetIn('login', { address: '2001:db8:0:1::1' })).toBe(true)
    expect(await door.isLetIn('login', { address: '192.0.2.1' })).toBe(true)
    expect(await door.isLetIn('login', { address: '::ffff:192.0.2.1' })).toBe(false)
  })

  it('does not let one client use up what all have', async () => {
    const door = setUp({ login: { client: minute(2), all: minute(4) } })
    for (let call = 0; call < 50; call++) await door.check('login', { address: '192.0.2.1' })
    expect(await door.isLetIn('login', { address: '192.0.2.2' })).toBe(true)
  })

  it('has a budget for all, which many clients can use up, and which leaves the other entrances open', async () => {
    const door = setUp({
      login: { client: minute(2), all: minute(4) },
      register: { client: minute(2), all: minute(4) },
    })
    const letIn: boolean[] = []
    for (let at = 0; at < 6; at++) letIn.push(await door.isLetIn('login', { address: `192.0.2.${at}` }))
    expect(letIn).toEqual([true, true, true, true, false, false])
    expect(await door.isLetIn('register', { address: '192.0.2.9' })).toBe(true)
  })

  it('counts a person and a target over all addresses, in any case of letters', async () => {
    const door = setUp({
      mail: { client: minute(9), all: minute(100), person: minute(2), target: minute(1) },
    })
    const come = (address: string, person: string, target: string) =>
      door.isLetIn('mail', { address, person, target })
    expect(await come('192.0.2.1', 'ada', 'a@example.com')).toBe(true)
    expect(await come('192.0.2.2', 'bob', 'A@Example.com')).toBe(false)
    expect(await come('192.0.2.3', 'ada', 'b@example.com')).toBe(true)
    expect(await come('192.0.2.4', 'ada', 'c@example.com')).toBe(false)
  })

  it('weighs a call that asks for much', async () => {
    const door = setUp({ holds: { client: minute(10), all: minute(100) } })
    expect(await door.isLetIn('holds', { address: '192.0.2.1', points: 8 })).toBe(true)
    expect(await door.isLetIn('holds', { address: '192.0.2.1', points: 8 })).toBe(false)
  })

  it('throws RATE_LIMITED with the headers of the limit that refused', async () => {
    const door = setUp({ login: { client: minute(5), all: minute(5), target: minute(1) } })
    const sent: Record<string, string>[] = []
    const reply = { headers: (headers: Record<string, string>) => sent.push(headers) }
    const visitor = { address: '192.0.2.1', target: 'a@example.com' }
    await door.admit('login', visitor, reply)
    await expect(door.admit('login', visitor, reply)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: 60,
    })
    expect(sent.map((each) => each['ratelimit-policy'])).toEqual([
      '"login";q=5;w=60',
      '"login-target";q=1;w=60',
    ])
  })
})
