import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'
import { createTicketSessions } from '../../ticket-session/ticket-sessions.ts'

describe.each(['password', 'jwt'] as const)(
  'signing in to the ticket system itself, with logins by %s',
  (mode) => {
    let test: Harness
    beforeAll(async () => {
      const jwtSecret = 'jwt-secret-of-hi-events'
      test = await startHarness({ env: { HI_EVENTS_LOGIN: mode, HI_EVENTS_JWT_SECRET: jwtSecret } })
      test.hiEvents.world.jwtSecret = mode === 'jwt' ? jwtSecret : null
      test.hiEvents.signUp('own@login.test', 'their password')
    })
    afterAll(() => test.stop())

    const emailOf = async (visitor: Visitor) => {
      const answer = await visitor.call('GET', '/users/me')
      return answer.status === 200 ? (await answer.json()).data.email : answer.status
    }
    const land = async () => {
      const visitor = new Visitor(test)
      await visitor.land({ session_token: test.api.issueToken({ event: eventOf('51') }) })
      return visitor
    }

    it('signs in as the person whose password was typed, also for an owner who is signed in', async () => {
      const visitor = await land()
      const before = visitor.login ?? ''
      test.hiEvents.seen.length = 0
      expect((await visitor.signIn('own@login.test', 'their password')).status).toBe(200)
      expect(test.hiEvents.seen[0]?.headers.authorization).toBeUndefined()
      expect(await emailOf(visitor)).toBe('own@login.test')
      visitor.login = before
      expect(await emailOf(visitor)).toBe(401)
    })

    it('changes nothing with a wrong password', async () => {
      const visitor = await land()
      expect((await visitor.signIn('own@login.test', 'wrong')).status).toBe(401)
      expect(await emailOf(visitor)).toBe('olga@tuvens.test')
    })

    it('no answer of a whole visit holds a token of the ticket system', async () => {
      const visitor = await land()
      const answers = [
        await visitor.signIn('own@login.test', 'their password'),
        await visitor.call('GET', '/users/me'),
        await visitor.call('POST', '/auth/refresh'),
        await visitor.get('/manage/events'),
        await visitor.call('POST', '/auth/logout'),
      ]
      const texts = await Promise.all(
        answers.map(async (each) => JSON.stringify([...each.headers]) + (await each.text())),
      )
      const issued = test.hiEvents.seen.flatMap(
        ({ headers }) => headers.authorization?.replace('Bearer ', '') ?? [],
      )
      const tokens = [...issued, ...test.hiEvents.world.tokens.keys()]
      expect(tokens.length).toBeGreaterThan(1)
      for (const token of tokens) expect(texts.join()).not.toContain(token)
      // No JWT at all, in any form.
      expect(texts.join()).not.toMatch(/e30\.|eyJ/)
    })

    it('renews a token that expires soon, once over all nodes', async () => {
      const visitor = await land()
      const { db } = test.database
      await db`
      update ticket_sessions set upstream_expires_at = now() + interval '5 minutes' where ended_at is null`
      const stored = async () => {
        const [row] = await db`select upstream_token, renewing_until from ticket_sessions
        where ended_at is null order by created_at desc limit 1`
        return row
      }
      const before = await stored()
      const logins = test.hiEvents.count(/auth\/(?:login|refresh)$/)
      const nodes = [1, 2, 3].map(() => createTicketSessions(test.context))
      await Promise.all(nodes.map(async (node) => node.resolve(visitor.login ?? '')))
      expect(test.hiEvents.count(/auth\/(?:login|refresh)$/) - logins).toBe(mode === 'password' ? 1 : 0)
      const after = await stored()
      expect(after?.['upstream_token']).not.toEqual(before?.['upstream_token'])
      expect(after?.['renewing_until']).toBeNull()
      expect(await emailOf(visitor)).toBe('olga@tuvens.test')
    })
  },
)
