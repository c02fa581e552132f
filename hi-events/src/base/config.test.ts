import { ConfigError } from '@tuvens/platform/config'
import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const LEAST = {
  DATABASE_URL: 'postgres://localhost/x',
  HI_EVENTS_SHARED_SECRET: 'shared-secret-of-the-tests',
  CREDENTIALS_KEY: 'credentials-key-of-the-tests',
}

describe('the settings', () => {
  it('need three secrets and nothing else on one machine', () => {
    const { config, secrets } = readConfig(LEAST)
    expect(config).toMatchObject({
      port: 3002,
      ticketOrigin: 'http://localhost:3002',
      upstreamApi: 'http://127.0.0.1:3003/api',
      webhookUrl: 'http://localhost:3002',
      returnOrigins: ['http://localhost:3000'],
      embedOrigins: ['http://localhost:3000'],
      loginMode: 'password',
      registration: 'closed',
      proxyHops: 0,
    })
    expect(secrets.shared).toEqual(['shared-secret-of-the-tests'])
  })

  it('list every problem at once, each with its fix', () => {
    const read = () =>
      readConfig({ TICKET_ORIGIN: 'nowhere', HI_EVENTS_LOGIN: 'magic', TRUST_PROXY: 'perhaps' })
    expect(read).toThrow(ConfigError)
    try {
      read()
    } catch (error) {
      const { problems } = error as ConfigError
      for (const name of [
        'DATABASE_URL',
        'TICKET_ORIGIN',
        'HI_EVENTS_LOGIN',
        'TRUST_PROXY',
        'CREDENTIALS_KEY',
      ])
        expect(
          problems.some((each) => each.includes(name)),
          name,
        ).toBe(true)
    }
  })

  it('ask for the JWT secret only where tokens are signed', () => {
    expect(() => readConfig({ ...LEAST, HI_EVENTS_LOGIN: 'jwt' })).toThrow(/HI_EVENTS_JWT_SECRET/)
    expect(
      readConfig({ ...LEAST, HI_EVENTS_LOGIN: 'jwt', HI_EVENTS_JWT_SECRET: 'x' }).secrets.hiEventsJwt,
    ).toBe('x')
  })

  it('take several secrets, and the older name for the shared one', () => {
    const { HI_EVENTS_SHARED_SECRET: _none, ...rest } = LEAST
    const given = { ...rest, CROSS_APP_SHARED_SECRET: 'first-secret-of-two, second-secret-of-two' }
    expect(readConfig(given).secrets.shared).toEqual(['first-secret-of-two', 'second-secret-of-two'])
    expect(() => readConfig({ ...LEAST, CROSS_APP_SHARED_SECRET: 'another-shared-secret' })).toThrow(/differ/)
  })

  it('count proxies', () => {
    expect(readConfig({ ...LEAST, TRUST_PROXY: 'true' }).config.proxyHops).toBe(1)
    expect(readConfig({ ...LEAST, TRUST_PROXY: '2' }).config.proxyHops).toBe(2)
    expect(readConfig({ ...LEAST, TRUST_PROXY: 'false' }).config.proxyHops).toBe(0)
  })
})
