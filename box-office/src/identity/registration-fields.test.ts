import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { type Call, callerOf, PASSWORD, registration, signUp } from '../../test-support/organiser.ts'

let office: TestOffice
let anyone: Call
beforeAll(async () => {
  office = await startOffice()
  anyone = callerOf(office.api)
})
afterAll(() => office.close())

const register = (part: object) => anyone('POST', '/auth/register', { ...registration(), ...part })
const twice = (password: unknown) => ({ password, password_confirmation: password })
const atMost = (label: string, max: number) =>
  `The ${label} field must not be greater than ${max} characters.`
const DIFFERENT = 'The password field confirmation does not match.'

describe('a registration', () => {
  it.each<[field: string, part: object, message: string]>([
    ['first_name', { first_name: undefined }, 'The first name field is required.'],
    ['first_name', { first_name: '\t' }, 'The first name field is required.'],
    ['first_name', { first_name: '🎷'.repeat(51) }, atMost('first name', 50)],
    ['last_name', { last_name: 'x'.repeat(51) }, atMost('last name', 50)],
    ['last_name', { last_name: ['Okafor'] }, 'The last name field must be a string.'],
    ['email', { email: undefined }, 'The email field is required.'],
    ['email', { email: 'ada' }, 'The email field must be a valid email address.'],
    ['email', { email: 'ada@localhost' }, 'The email field must be a valid email address.'],
    ['password', { password: undefined }, 'The password field is required.'],
    ['password', twice('seven77'), 'The password field must be at least 8 characters.'],
    ['password', twice('x'.repeat(201)), atMost('password', 200)],
    ['password', twice(12_345_678), 'The password field must be a string.'],
    ['password', { password_confirmation: undefined }, DIFFERENT],
    ['password', { password_confirmation: `${PASSWORD} ` }, DIFFERENT],
    ['password', { password_confirmation: PASSWORD.toUpperCase() }, DIFFERENT],
    ['timezone', { timezone: 'Nowhere' }, 'The timezone field must be a valid timezone.'],
    ['currency_code', { currency_code: 'eur' }, 'The selected currency code is invalid.'],
    ['locale', { locale: 'x'.repeat(11) }, atMost('locale', 10)],
  ])('is refused for %s %j', async (field, part, message) => {
    const { status, body, headers } = await register(part)
    expect([status, Object.keys(body.errors), body.errors[field][0]]).toEqual([422, [field], message])
    expect(headers.get('x-auth-token')).toBeNull()
  })

  it.each<[part: object, account: object, user: object]>([
    [{ first_name: ' Ada ', last_name: 'Okafor' }, { name: 'Ada Okafor' }, { full_name: 'Ada Okafor' }],
    [{ first_name: 'Ada', last_name: null }, { name: 'Ada' }, { full_name: 'Ada', last_name: '' }],
    [
      { timezone: undefined, currency_code: undefined },
      { timezone: 'UTC', currency_code: 'USD' },
      { timezone: 'UTC' },
    ],
    [{ timezone: 'Asia/Calcutta' }, { timezone: 'Asia/Kolkata' }, { timezone: 'Asia/Kolkata' }],
    [{ locale: 'nl' }, {}, { locale: 'nl' }],
    [{ locale: undefined }, {}, { locale: 'en' }],
    [twice('eight888'), {}, {}],
    [twice('x'.repeat(200)), {}, {}],
  ])('with %j creates an account and signs its owner in', async (part, account, user) => {
    const { status, body, headers } = await register(part)
    expect([status, body.data]).toEqual([201, expect.objectContaining(account)])
    const authorization = `Bearer ${headers.get('x-auth-token')}`
    const me = await anyone('GET', '/users/me', undefined, { authorization })
    expect(me.body.data).toMatchObject({
      ...user,
      is_account_owner: true,
      role: 'ADMIN',
      account_id: body.data.id,
    })
  })

  it('keeps spaces of a password, which count when logging in', async () => {
    const wanted = { ...registration(), ...twice(' spaces around ') }
    await anyone('POST', '/auth/register', wanted)
    const login = (password: string) => anyone('POST', '/auth/login', { email: wanted.email, password })
    expect([(await login(' spaces around ')).status, (await login('spaces around')).status]).toEqual([
      200, 401,
    ])
  })
})

describe('a login', () => {
  it.each<[field: string, part: object, message: string]>([
    ['email', { email: undefined }, 'The email field is required.'],
    ['email', { email: 'ada' }, 'The email field must be a valid email address.'],
    ['email', { email: { $ne: '' } }, 'The email field must be a string.'],
    ['password', { password: '' }, 'The password field is required.'],
    ['password', { password: true }, 'The password field must be a string.'],
    ['account_id', { account_id: 'mine' }, 'The account id field must be a number.'],
    ['account_id', { account_id: 0 }, 'The account id field must be at least 1.'],
  ])('is refused for %s %j', async (field, part, message) => {
    const body = { email: 'ada@example.com', password: PASSWORD, ...part }
    const answer = await anyone('POST', '/auth/login', body)
    expect([answer.status, answer.body]).toEqual([422, { message, errors: { [field]: [message] } }])
  })

  it('into an account of another user is refused like a wrong password', async () => {
    const [own, other] = [await signUp(office.api), await signUp(office.api)]
    const login = (part: object) =>
      anyone('POST', '/auth/login', { email: own.email, password: PASSWORD, ...part })
    const foreign = await login({ account_id: other.accountId })
    const wrong = await login({ password: 'not the password' })
    expect([foreign.status, foreign.body]).toEqual([401, wrong.body])
    expect((await login({ account_id: own.accountId })).status).toBe(200)
  })
})
