import { describe, expect, it } from 'vitest'
import { readConfig } from '../../box-office/src/config.ts'
import { createSecrets } from '../start/secrets.ts'
import { type ServiceName, type ServiceSpec, wire } from './wiring.ts'

const PORTS = { site: 4000, api: 4001, tickets: 4002, boxOffice: 4003 }

function wired(
  env: Record<string, string> = {},
  upstream?: string,
  settings: { privateWebhooks?: boolean } = {},
): Map<ServiceName, ServiceSpec> {
  const specs = wire({
    mailbox: true,
    root: '/here',
    host: '127.0.0.1',
    ports: PORTS,
    urls: { site: 'http://a.localhost', api: 'http://b.localhost', tickets: 'http://c.localhost' },
    database: (service) => `postgres://localhost/${service}`,
    secrets: { ...createSecrets(), shared: 's'.repeat(40) },
    upstream,
    env,
    ...settings,
  })
  return new Map(specs.map((each) => [each.name, each]))
}

describe('the settings that npm start gives to the services', () => {
  it('include the mail server of the environment, so that the box office sends mails instead of showing them', () => {
    const env = { SMTP_URL: 'smtp://mail.test:2525', MAIL_FROM: 'Tickets <tickets@example.com>' }
    const { config } = readConfig(wired(env).get('boxOffice')?.env ?? {})
    expect(config).toMatchObject({ smtpUrl: env.SMTP_URL, mailFrom: env.MAIL_FROM })
    expect(readConfig(wired().get('boxOffice')?.env ?? {}).config).toMatchObject({
      smtpUrl: undefined,
      mailbox: true,
    })
  })

  it('name the mailbox of the box office for the event site, and none of a real Hi.Events', () => {
    const mailboxOf = (specs: Map<ServiceName, ServiceSpec>) => specs.get('site')?.env['TICKET_MAILBOX_URL']
    expect(mailboxOf(wired())).toBe('http://c.localhost/mailbox')
    expect(mailboxOf(wired({}, 'https://hi-events.example'))).toBeUndefined()
  })

  it('let webhooks reach receivers on this machine where npm start decides so, and leave it to the environment elsewhere', () => {
    const allowed = (settings: Parameters<typeof wired>[2], env = {}) =>
      wired(env, undefined, settings).get('api')?.env['WEBHOOKS_ALLOW_PRIVATE']
    expect([allowed({ privateWebhooks: true }), allowed({ privateWebhooks: false })]).toEqual([
      'true',
      'false',
    ])
    expect(allowed({}, { WEBHOOKS_ALLOW_PRIVATE: 'true' })).toBe('true')
  })

  it('override the environment', () => {
    const tickets = wired({ HI_EVENTS_SHARED_SECRET: 'from elsewhere', PORT: '1' }).get('tickets')
    expect(tickets?.env).toMatchObject({ HI_EVENTS_SHARED_SECRET: 's'.repeat(40), PORT: '4002' })
    expect(wired().get('api')?.env['HI_EVENTS_SHARED_SECRET']).toBe('s'.repeat(40))
  })

  it('override a setting of the environment that stands in a file', () => {
    const env = { HI_EVENTS_SHARED_SECRET_FILE: '/elsewhere', SMTP_URL_FILE: '/smtp' }
    const given = wired(env).get('tickets')?.env
    expect(given).not.toHaveProperty('HI_EVENTS_SHARED_SECRET_FILE')
    expect(given).toMatchObject({ SMTP_URL_FILE: '/smtp' })
  })

  it('leave the box office out when a real Hi.Events is configured, and keep its WEBHOOK_URL', () => {
    const services = wired({ WEBHOOK_URL: 'https://hooks.test' }, 'https://real.test')
    expect([...services.keys()]).toEqual(['api', 'tickets', 'site'])
    expect(services.get('tickets')?.env).toMatchObject({
      HI_EVENTS_UPSTREAM: 'https://real.test',
      WEBHOOK_URL: 'https://hooks.test',
    })
  })
})
