import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chooseSettings } from './choose-settings.ts'
import { keepSettings, SETTINGS_FILES } from './keep-settings.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('settings of a ticket origin', () => {
  it('come only from the file when one is named', () => {
    writeFileSync(
      join(folder, 'some.env'),
      '# a comment\nPORT=4000\nNODE_EXTRA_CA_CERTS=ca.crt\nHI_EVENTS_REGISTRATION="open"\n',
    )
    const given = { INIT_CWD: folder, SITE_URL: 'http://elsewhere.example' }
    const { env, warning } = chooseSettings('some.env', folder, given)
    expect({ ...env }).toEqual({
      PORT: '4000',
      NODE_EXTRA_CA_CERTS: 'ca.crt',
      HI_EVENTS_REGISTRATION: 'open',
    })
    expect(warning).toBeUndefined()
  })

  it('come with a warning about names in the file that nothing reads', () => {
    writeFileSync(join(folder, 'misspelt.env'), 'HI_EVENT_UPSTREAM=http://hi\nHI_EVENTS_REGISTRATION=open\n')
    const { warning } = chooseSettings('misspelt.env', folder, { INIT_CWD: folder })
    expect(warning).toMatch(/^Nothing reads HI_EVENT_UPSTREAM:/)
  })

  it('come from the environment, or from the running npm start when the environment sets none', () => {
    const forget = keepSettings(folder, [
      {
        name: 'tickets',
        title: 'Ticket origin',
        entry: '',
        ready: '',
        env: {
          DATABASE_URL: 'postgres://a:b@127.0.0.1/c',
          HI_EVENTS_SHARED_SECRET: 'a secret of some length',
          CREDENTIALS_KEY: 'a key of some length too',
          AWS_SECRET_ACCESS_KEY: 'none of our business',
        },
      },
    ])
    expect(chooseSettings(undefined, folder, { DATABASE_URL: 'postgres://d' }).env['DATABASE_URL']).toBe(
      'postgres://d',
    )
    const kept = chooseSettings(undefined, folder, {})
    expect(kept).toMatchObject({ from: 'npm start', env: { DATABASE_URL: 'postgres://a:b@127.0.0.1/c' } })
    const half = { SITE_URL: 'http://localhost:3000', HI_EVENTS_UPSTREAM: 'https://hi.example' }
    expect(() => chooseSettings(undefined, folder, half)).toThrow(
      /sets SITE_URL, HI_EVENTS_UPSTREAM to another value than .* no DATABASE_URL.*--env-file/,
    )
    expect(readFileSync(join(folder, SETTINGS_FILES.tickets.file), 'utf8')).not.toContain('business')
    expect(statSync(join(folder, SETTINGS_FILES.tickets.file)).mode & 0o077).toBe(0)
    forget()
    expect(chooseSettings(undefined, folder, {}).from).toContain('the environment')
  })

  it('cannot come from a file that does not exist', () => {
    expect(() => chooseSettings('nowhere.env', folder, { INIT_CWD: folder })).toThrow(
      /nowhere\.env: correct --env-file/,
    )
  })
})
