import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleStand, OPERATOR_TOKEN, startConsoleStand } from '../../../api/test-support/console.ts'
import type { OpsIo } from '../command.ts'
import { FLAG_COMMANDS } from './commands.ts'

let stand: ConsoleStand
beforeAll(async () => {
  stand = await startConsoleStand()
})
afterAll(() => stand.stop())

/** Runs `npm run ops -- flags …` against the console. */
async function ops(line: string) {
  const args = line.split(' ')
  const command = FLAG_COMMANDS.find(({ name }) => name === args.slice(0, 2).join(' '))
  const printed: string[] = []
  let result: unknown
  const io: OpsIo = {
    env: { OPERATOR_URL: stand.url, OPERATOR_TOKEN },
    data: '',
    root: '',
    json: true,
    print: (text) => void printed.push(text),
    write: async () => {},
    result: (value) => void (result = value),
    settings: () => ({}),
    onExit: () => {},
  }
  const code = await command?.run(args.slice(2), io)
  return { code, printed: printed.join('\n'), result }
}

describe('npm run ops -- flags', () => {
  it('lists every flag with whom it reaches and what came of its paths', async () => {
    const { code, printed } = await ops('flags list')
    expect(code).toBe(0)
    expect(printed).toContain(
      'ticket-picker  on at 100 %\n  no calls counted: they are not while it is the same for everyone',
    )
  })

  it('rolls a flag out, and shows it on the node that served the call at once', async () => {
    await ops(
      'flags set carried-edits --percent 10 --accounts 4,7 --except 9 --guard min_accounts=1 --reason trial',
    )
    expect((await ops('flags list')).printed).toContain(
      'carried-edits  on at 10 %, always for 4, 7, never for 9\n',
    )
    expect(stand.api.context.flags.isOn('carried-edits', { accountId: 7 })).toBe(true)
    expect(stand.api.context.flags.isOn('carried-edits', { accountId: 9 })).toBe(false)
    expect(stand.api.context.flags.uniform('carried-edits')).toBeNull()
  })

  it('explains the decision for an account', async () => {
    await ops('flags set several-dates --percent 0 --accounts 4')
    expect((await ops('flags explain several-dates --account 4')).printed).toBe(
      'several-dates is on for account 4 (TARGETING_MATCH)',
    )
    expect((await ops('flags explain several-dates --account 5')).printed).toContain('is off for account 5')
  })

  it('takes a targeting rule of flagd, and takes it away again', async () => {
    await ops('flags set several-dates --targeting {"if":[{"==":[{"var":"accountId"},6]},"on",null]}')
    expect((await ops('flags explain several-dates --account 6')).printed).toContain('is on')
    await ops('flags set several-dates --targeting none')
    const file = join(mkdtempSync(join(tmpdir(), 'tuvens-rule-')), 'rule.json')
    writeFileSync(file, '{"if":[{"==":[{"var":"accountId"},6]},"on",null]}')
    await ops(`flags set several-dates --targeting ${file}`)
    expect((await ops('flags explain several-dates --account 6')).printed).toContain('is on')
    await ops('flags set several-dates --targeting none')
    expect((await ops('flags explain several-dates --account 6')).printed).toContain('is off')
  })

  it('switches a flag off for everyone and on again, with a history that names the operator', async () => {
    await ops('flags off bound-sessions --reason complaints')
    expect(stand.api.context.flags.uniform('bound-sessions')).toBe(false)
    await ops('flags on bound-sessions')
    expect(stand.api.context.flags.uniform('bound-sessions')).toBe(true)
    const { printed } = await ops('flags history bound-sessions')
    expect(printed).toMatch(
      /bound-sessions {2}on .*operator:ada[^]*bound-sessions {2}off .*operator:ada {2}complaints/,
    )
  })

  it('exits with 1 while a flag is off by its guard', async () => {
    await ops('flags off ticket-picker')
    await stand.db`update flags set rolled_back_at = now() where name = 'ticket-picker'`
    expect(await ops('flags list')).toMatchObject({
      code: 1,
      printed: expect.stringContaining('off by its guard since'),
    })
    await ops('flags on ticket-picker')
    expect((await ops('flags list')).code).toBe(0)
  })

  it.each([
    ['flags set no-such-flag --percent 1', /no flag no-such-flag|nothing here/i],
    ['flags set ticket-picker --percent 101', /percent/],
    ['flags set ticket-picker --percent ten', /percent/],
    ['flags set ticket-picker --guard min_z=0', /guard/],
    ['flags set ticket-picker --guard unknown=1', /guard/],
    ['flags set ticket-picker --targeting {"unknown_operator":[1]}', /targeting|unknown_operator/i],
    ['flags set ticket-picker --targeting {', /targeting/],
    ['flags set', /Name the flag/],
    ['flags off ticket-picker --percent 5', /percent/],
  ])('refuses %s', async (line, message) => {
    await expect(ops(line)).rejects.toThrow(message)
  })
})

describe('the page of the flags in the console', () => {
  it('shows each flag with its state, and a form that changes it', async () => {
    const html = await stand.html('/flags')
    expect(html).toContain('ticket-picker')
    expect(html).toContain('Switch off for everyone')
    const { cookie } = await stand.signIn()
    // The form sends the percentage of its page, which another operator changes meanwhile.
    const form = { name: 'ticket-picker', action: 'off', percent: '100', reason: 'by hand' }
    await ops('flags set ticket-picker --percent 25')
    const answer = await stand.post('/flags/change', form, { cookie })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/flags?changed=ticket-picker'])
    expect(await stand.html('/flags?changed=ticket-picker')).toContain(
      'Every node follows within two seconds',
    )
    expect(stand.api.context.flags.uniform('ticket-picker')).toBe(false)
    const { flags } = await stand.json('/flags')
    expect(flags.find(({ name }: { name: string }) => name === 'ticket-picker').rollout.percent).toBe(25)
    const link = await stand.html('/flags?changed=call-0900-12345')
    expect(link).not.toContain('0900')
  })

  it('is closed to who is no operator', async () => {
    const answer = await stand.get('/flags', {})
    expect([401, 303]).toContain(answer.status)
  })
})
