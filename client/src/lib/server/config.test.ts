import { ConfigError } from '@tuvens/platform/config'
import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

describe("the site's settings", () => {
  it('have the addresses of the demo as defaults', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      origin: 'http://localhost:3000',
      allowedHosts: [],
      addressHeader: undefined,
      pageLimit: 1_200,
      shutdownMs: 10_000,
      apiUrl: 'http://localhost:3001',
      publicApiUrl: 'http://localhost:3001',
      ticketOrigin: 'http://localhost:3002',
      signInElsewhere: null,
      ticketMailbox: null,
      logLevel: 'info',
      metrics: undefined,
      requestLogSample: 0.1,
      beaconSample: 0,
      hasPseudo: false,
      drainMs: 0,
    })
  })

  it('have browsers report times where metrics are served', () => {
    expect(readConfig({ METRICS_PORT: '9464' }).beaconSample).toBe(0.1)
    expect(readConfig({ METRICS_PORT: '9464', BEACON_SAMPLE_PERCENT: '0' }).beaconSample).toBe(0)
  })

  it('distinguish the address of the API for browsers from the one for this server', () => {
    const config = readConfig({ PUBLIC_API_URL: 'https://api.example/', API_URL: 'http://10.0.0.5:3001' })
    expect(config).toMatchObject({ apiUrl: 'http://10.0.0.5:3001', publicApiUrl: 'https://api.example' })
  })

  it('are refused together, each with how to fix it', () => {
    const wrong = () => readConfig({ PUBLIC_API_URL: 'api.example', PUBLIC_TICKET_ORIGIN: 'ftp://tickets' })
    expect(wrong).toThrow(ConfigError)
    expect(wrong).toThrow(/PUBLIC_API_URL=api\.example.*\n.*PUBLIC_TICKET_ORIGIN=ftp:\/\/tickets/)
  })

  it.each([
    ['in production', { NODE_ENV: 'production' }],
    ['on an address that other machines reach', { HOST: '0.0.0.0' }],
  ])('need ORIGIN %s: without it every form would be refused', (_where, env) => {
    expect(() => readConfig(env, { isServing: true })).toThrow('ORIGIN is missing')
    expect(readConfig({ ...env, ORIGIN: 'https://tuvens.example' }, { isServing: true }).origin).toBe(
      'https://tuvens.example',
    )
  })

  it('refuse an address with a path, which would be dropped', () => {
    expect(() => readConfig({ ORIGIN: 'https://tuvens.example/events' })).toThrow(
      'ORIGIN=https://tuvens.example/events has a path, which is not supported; set it to https://tuvens.example',
    )
  })
})
