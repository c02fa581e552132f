import { describe, expect, it } from 'vitest'
import { readConfig } from '../../box-office/src/config.ts'
import { type ServiceName, type ServiceSpec, wire } from './wiring.ts'

const PORTS = { site: 4000, api: 4001, tickets: 4002, boxOffice: 4003 }

function wired(env: Record<string, string> = {}, upstream?: string): Map<ServiceName, ServiceSpec> {
  const specs = wire({
    root: '/here',
    host: '127.0.0.1',
    ports: PORTS,
    urls: { site: 'http://a.test', api: 'http://b.test', tickets: 'http://c.test' },
    database: (service) => `postgres://localhost/${service}`,
    secrets: {
      postgresPassword: 'p',
      shared: 's'.repeat(40),
      signingKey: 'k',
      credentialsKey: 'c',
      boxOfficeJwt: 'j'.repeat(40),
    },
    upstream,
    env,
  })
  return new Map(specs.map((each) => [each.name, each]))
}

describe('the wiring', () => {
  it('hands the mail server of the surroundings to the box office, which then sends instead of showing', () => {
    const env = { SMTP_URL: 'smtp://mail.test:2525', MAIL_FROM: 'Tickets <tickets@example.com>' }
    const { config } = readConfig(wired(env).get('boxOffice')?.env ?? {})
    expect(config).toMatchObject({ smtpUrl: env.SMTP_URL, mailFrom: env.MAIL_FROM })
    expect(readConfig(wired().get('boxOffice')?.env ?? {}).config).toMatchObject({
      smtpUrl: undefined,
      mailbox: true,
    })
  })

  it('wins over the surroundings where a service is told about another one', () => {
    const tickets = wired({ HI_EVENTS_SHARED_SECRET: 'from elsewhere', PORT: '1' }).get('tickets')
    expect(tickets?.env).toMatchObject({ HI_EVENTS_SHARED_SECRET: 's'.repeat(40), PORT: '4002' })
    expect(wired().get('api')?.env['HI_EVENTS_SHARED_SECRET']).toBe('s'.repeat(40))
  })

  it('leaves the box office out when there is a real Hi.Events, which may reach us under another name', () => {
    const services = wired({ WEBHOOK_URL: 'https://hooks.test' }, 'https://real.test')
    expect([...services.keys()]).toEqual(['api', 'tickets', 'site'])
    expect(services.get('tickets')?.env).toMatchObject({
      HI_EVENTS_UPSTREAM: 'https://real.test',
      WEBHOOK_URL: 'https://hooks.test',
    })
  })
})
