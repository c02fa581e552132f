import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWorld, type TestApi, type TestWorld } from '../../test-support/api.ts'

const PASSWORD = 'correct horse battery'
let people = 0

describe('users of the API', () => {
  let world: TestWorld
  let api: TestApi
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
  })
  afterAll(() => world.end())

  const post = (path: string, payload: object) =>
    api.app.inject({ method: 'POST', url: `/api/auth/${path}`, payload })
  const newcomer = () => ({ name: 'Grace Hopper', email: `grace${++people}@example.com`, password: PASSWORD })

  describe('registering', () => {
    it('creates a user with an account and returns tokens', async () => {
      const answer = await post('register', { ...newcomer(), account_name: 'Navy Nights' })
      expect(answer.statusCode).toBe(201)
      expect(answer.headers['cache-control']).toBe('no-store')
      const pair = answer.json()
      expect(pair).toMatchObject({ token_type: 'Bearer', expires_in: 900, user: { name: 'Grace Hopper' } })
      const headers = { authorization: `Bearer ${pair.access_token}` }
      const me = await api.app.inject({ url: '/api/auth/me', headers })
      expect(me.json().accounts).toMatchObject([
        {
          name: 'Navy Nights',
          slug: 'navy-nights',
          role: 'owner',
          is_default: true,
          permissions: ['create_events', 'manage_ticketing', 'view_reports', 'manage_members'],
        },
      ])
    })

    it.each(['zwijgende olifant', '7352618944', '☂☂☂ ₪₪₪ ☂☂☂'])(
      'takes a password of one kind of signs: %s',
      async (password) => {
        expect((await post('register', { ...newcomer(), password })).statusCode).toBe(201)
      },
    )

    it('stores neither the password nor the refresh token', async () => {
      const pair = (await post('register', newcomer())).json()
      const [user] = await world.database.db`select password_hash from users where id = ${pair.user.id}`
      expect(user?.['password_hash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
      const [stored] = await world.database.db`
        select count(*)::int as n from refresh_tokens where encode(token_hash, 'escape') = ${pair.refresh_token}`
      expect(stored?.['n']).toBe(0)
    })

    it('refuses an e-mail that is taken, ignoring case', async () => {
      const person = newcomer()
      await post('register', person)
      await world.database.db`update users set email_verified_at = now() where email = ${person.email}`
      const again = await post('register', { ...person, email: person.email.toUpperCase() })
      expect([again.statusCode, again.json().code]).toEqual([409, 'EMAIL_TAKEN'])
    })

    it('creates one user when the same e-mail registers several times at once', async () => {
      const person = newcomer()
      const answers = await Promise.all(Array.from({ length: 4 }, () => post('register', person)))
      // One that comes after another takes the place of what nobody has confirmed; one beside it is refused.
      expect([201, 409]).toEqual(expect.arrayContaining(answers.map((each) => each.statusCode)))
      expect(answers.map((each) => each.statusCode)).toContain(201)
      const left = await world.database.db`select id from users where email = ${person.email}`
      expect(left).toHaveLength(1)
    })

    it('cleans a name that was pasted with control characters', async () => {
      const answer = await post('register', { ...newcomer(), name: 'A\u0007da' })
      expect(answer.json().user.name).toBe('Ada')
    })

    it('gives accounts of the same name different slugs', async () => {
      const slugs = await Promise.all(
        [1, 2, 3].map(async () => {
          const answer = await post('register', { ...newcomer(), account_name: 'Twin Towers' })
          expect(answer.statusCode).toBe(201)
          const headers = { authorization: `Bearer ${answer.json().access_token}` }
          return (await api.app.inject({ url: '/api/auth/me', headers })).json().accounts[0].slug
        }),
      )
      expect(new Set(slugs).size).toBe(3)
    })

    it.each([
      ['a short password', { password: 'short' }, 'password'],
      ['no e-mail', { email: undefined }, 'email'],
      ['an invalid e-mail', { email: 'nobody' }, 'email'],
      ['an unknown field', { is_admin: true }, 'is_admin'],
    ])('refuses %s and says which field', async (_case, change, field) => {
      const answer = await post('register', { ...newcomer(), ...change })
      expect(answer.statusCode).toBe(400)
      expect(answer.json()).toMatchObject({ code: 'VALIDATION_ERROR', origin: { details: [{ field }] } })
    })
  })

  describe('signing in', () => {
    it('signs in with the e-mail in any case', async () => {
      const person = newcomer()
      await post('register', person)
      const answer = await post('login', { email: person.email.toUpperCase(), password: PASSWORD })
      expect(answer.statusCode).toBe(200)
      expect(answer.json().user.email).toBe(person.email)
    })

    it('gives the same response to a wrong password and an unknown e-mail', async () => {
      const person = newcomer()
      await post('register', person)
      const wrong = await post('login', { email: person.email, password: 'not the password' })
      const unknown = await post('login', { email: 'nobody@example.com', password: PASSWORD })
      const told = ({ statusCode, code, message }: Record<string, unknown>) => ({ statusCode, code, message })
      expect(told(wrong.json())).toEqual(told(unknown.json()))
      expect(wrong.json().code).toBe('INVALID_CREDENTIALS')
    })
  })

  describe('refreshing', () => {
    let pair: { refresh_token: string; access_token: string; user: { id: string } }
    beforeEach(async () => {
      pair = (await post('register', newcomer())).json()
    })
    const refresh = (token: string) => post('refresh', { refresh_token: token })
    const rotatedAgo = (seconds: number) => world.database.db`
      update refresh_tokens set rotated_at = rotated_at - ${seconds} * interval '1 second'
      where rotated_at is not null and sign_in_id in (select id from sign_ins where user_id = ${pair.user.id})`

    it('rotates the refresh token', async () => {
      const fresh = (await refresh(pair.refresh_token)).json()
      expect(fresh.refresh_token).not.toBe(pair.refresh_token)
      expect(fresh.user).toEqual(pair.user)
      await rotatedAgo(31)
      expect((await refresh(pair.refresh_token)).json().code).toBe('TOKEN_INVALID')
    })

    it('accepts one refresh token from several tabs at the same time', async () => {
      const answers = await Promise.all([1, 2, 3, 4].map(() => refresh(pair.refresh_token)))
      expect(answers.map((each) => each.statusCode)).toEqual([200, 200, 200, 200])
      const again = await Promise.all(answers.map((each) => refresh(each.json().refresh_token)))
      expect(again.map((each) => each.statusCode)).toEqual([200, 200, 200, 200])
    })

    it('ends the sign-in when a rotated token is used again later', async () => {
      const fresh = (await refresh(pair.refresh_token)).json()
      await rotatedAgo(31)
      const reused = (await refresh(pair.refresh_token)).json()
      expect([reused.code, reused.origin.details[0].field]).toEqual(['TOKEN_INVALID', 'refresh_token'])
      const ended = (await refresh(fresh.refresh_token)).json()
      expect([ended.code, ended.origin.details]).toEqual(['TOKEN_INVALID', []])
    })

    it('distinguishes an expired refresh token from an invalid one', async () => {
      await world.database.db`
        update refresh_tokens set expires_at = now()
        where sign_in_id in (select id from sign_ins where user_id = ${pair.user.id})`
      expect((await refresh(pair.refresh_token)).json().code).toBe('TOKEN_EXPIRED')
      expect((await refresh('x'.repeat(43))).json().code).toBe('TOKEN_INVALID')
    })

    it('refuses to refresh after signing out, which can be repeated', async () => {
      const [first, second] = [
        await post('logout', pair),
        await post('logout', { refresh_token: 'x'.repeat(43) }),
      ]
      expect(first.json().code).toBe('VALIDATION_ERROR')
      expect(second.statusCode).toBe(204)
      const out = { refresh_token: pair.refresh_token }
      expect([(await post('logout', out)).statusCode, (await post('logout', out)).statusCode]).toEqual([
        204, 204,
      ])
      expect((await refresh(pair.refresh_token)).json().code).toBe('TOKEN_INVALID')
    })
  })

  it('refuses the token of a deleted user', async () => {
    const pair = (await post('register', newcomer())).json()
    await world.database.db`delete from users where id = ${pair.user.id}`
    const headers = { authorization: `Bearer ${pair.access_token}` }
    const me = await api.app.inject({ url: '/api/auth/me', headers })
    expect([me.statusCode, me.json().code]).toEqual([401, 'TOKEN_INVALID'])
  })

  it('publishes only its public keys', async () => {
    const { keys } = (await api.app.inject('/.well-known/jwks.json')).json()
    expect(keys).toHaveLength(1)
    expect(Object.keys(keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  })
})
