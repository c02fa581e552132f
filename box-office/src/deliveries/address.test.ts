import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { makeOrganizer, type Organiser, signUp } from '../../test-support/organiser.ts'
import { readDeliveries } from '../../test-support/recording.ts'
import { isPublicAddress } from './address.ts'
import { phpJson } from './php-json.ts'
import { createSender } from './send.ts'

describe('addresses', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001::1',
    'not an address',
  ])('%s is private', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )
})

describe('a webhook', () => {
  let office: TestOffice
  let organiser: Organiser
  let path: string
  beforeAll(async () => {
    office = await startOffice({ env: { APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS: 'hooks.internal' } })
    organiser = await signUp(office.api)
    path = `/organizers/${await makeOrganizer(organiser)}/webhooks`
  })
  afterAll(() => office.close())

  const register = (url: unknown) =>
    organiser.call('POST', path, { url, event_types: ['event.created'], status: 'ENABLED' })

  it.each([
    'http://127.0.0.1/x',
    'http://localhost/x',
    'http://localhost./x',
    'http://0/x',
    'http://2130706433/x',
    'http://0x7f.1/x',
    'http://[::1]/x',
    'http://[::ffff:127.0.0.1]/x',
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1:8080/x',
    'file:///etc/passwd',
    'gopher://1.1.1.1/x',
    'http://user:pass@1.1.1.1/x',
    'http://nowhere.invalid/x',
    'no url',
    'http://',
    'javascript:alert(1)',
  ])('cannot be sent to %s', async (url) => {
    const answer = await register(url)
    expect([answer.status, answer.body.errors.url?.length]).toEqual([422, 1])
  })

  it.each([
    ['a number', 5],
    ['nothing', ''],
    ['an address that is too long', `http://1.1.1.1/${'x'.repeat(250)}`],
  ])('is refused with %s as its URL', async (_what, url) => {
    expect((await register(url)).status).toBe(422)
  })

  it.each([
    [{ event_types: 'event.created' }],
    [{ event_types: [5] }],
    [{ status: 'ON' }],
    [{ event_types: null }],
  ])('is not created with %j', async (part) => {
    const wanted = { url: 'http://1.1.1.1/x', event_types: ['event.created'], status: 'ENABLED', ...part }
    const answer = await organiser.call('POST', path, wanted)
    expect(answer.status).toBe(422)
  })

  it('returns its secret only when it is created', async () => {
    const made = await register('http://1.1.1.1/x')
    expect(made.body.data.secret).toMatch(/^[A-Za-z0-9]{32}$/)
    const again = await organiser.call('GET', `${path}/${made.body.data.id}`)
    const all = await organiser.call('GET', path)
    expect(JSON.stringify([again.body, all.body])).not.toContain(made.body.data.secret)
  })

  it('is refused beyond the maximum per organizer', async () => {
    const statuses = []
    for (let index = 0; index < 26; index++) statuses.push((await register('http://1.1.1.1/x')).status)
    expect(statuses.at(-1)).toBe(422)
  })
})

describe('the sender', () => {
  it('checks the address again when it sends, so that a name that now resolves to this machine is refused', async () => {
    let requests = 0
    const anyPublic = { prefixes: [], isPublicAllowed: true }
    const server = createServer((_request, response) => {
      requests++
      response.end('ok')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://localhost:${(server.address() as AddressInfo).port}/x`
    const delivery = { url, organizerId: 1, secret: 's', body: '{}' }
    expect((await createSender({ targets: { ...anyPublic, hosts: [] } })(delivery)).code).toBe(0)
    expect(requests).toBe(0)
    expect((await createSender({ targets: { ...anyPublic, hosts: ['localhost'] } })(delivery)).code).toBe(200)
    expect(requests).toBe(1)
    await new Promise((resolve) => server.close(resolve))
  })

  it('writes JSON byte for byte as the recorded deliveries are written', () => {
    for (const { raw } of readDeliveries()) expect(phpJson(JSON.parse(raw))).toBe(raw)
    expect(phpJson({ a: '€/🎫\u2028"\\\n' })).toBe('{"a":"\\u20ac\\/\\ud83c\\udfab\\u2028\\"\\\\\\n"}')
  })
})
