import type { Role } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HI_EVENTS_ROUTES } from '../../../test-support/hi-events-routes.ts'
import { recordedRequests } from '../../../test-support/recordings.ts'
import { LINKED, OTHER, startTicketStand, type TicketStand } from '../../../test-support/ticket-stand.ts'
import { ROWS, findRow } from './table.ts'

const GUARDED = HI_EVENTS_ROUTES.filter((route) => !/^\w+ \/(?:public|auth)\//.test(route))
const ONE_EVENT = GUARDED.filter((route) => route.includes('/events/{e}'))

/** What an editor may not do with an event of theirs. */
const ACCOUNT_ONLY = /^(?:POST \/events\/\{e\}\/duplicate$|\w+ \/events\/\{e\}\/webhooks)/
/** What anybody who is let in may read beside the events. */
const BASICS = [
  'GET /users/me',
  'GET /accounts',
  'GET /accounts/{x}',
  'GET /accounts/{x}/taxes-and-fees',
  'GET /organizers',
  'GET /organizers/{x}',
  'GET /organizers/{x}/settings',
  'GET /organizers/{x}/email-templates',
  'GET /email-templates/defaults',
  'GET /email-templates/tokens/{x}',
]
const editorMay = (route: string) =>
  BASICS.includes(route) || (ONE_EVENT.includes(route) && !ACCOUNT_ONLY.test(route))
const viewerMay = (route: string) =>
  editorMay(route) && route.startsWith('GET ') && !route.endsWith('/answers/export')

describe('the rights of a role', () => {
  let test: TicketStand
  const tokens = new Map<Role, string>()
  beforeAll(async () => {
    test = await startTicketStand()
    for (const role of ['owner', 'admin', 'editor', 'viewer'] as const) {
      tokens.set(role, (await test.signIn(role)).token)
    }
  })
  afterAll(() => test.stop())

  /** `token`: the ticket system got the request with its token; else the status of our refusal. */
  const outcomeOf = async (role: Role, route: string, event: number) => {
    const [method = '', path = ''] = route.replace('{e}', String(event)).replaceAll('{x}', '5').split(' ')
    test.stand.seen.length = 0
    const answer = await test.send(method, `/api${path}`, { cookie: `token=${tokens.get(role)}` })
    const [seen] = test.stand.seen
    if (seen === undefined) return answer.status
    return seen.headers.authorization === undefined ? 'stranger' : 'token'
  }

  describe.each(GUARDED)('%s', (route) => {
    it.each(['owner', 'admin'] as const)('is open to an %s, for any event', async (role) => {
      expect(await outcomeOf(role, route, OTHER)).toBe('token')
    })

    it.each([
      ['editor', editorMay(route)],
      ['viewer', viewerMay(route)],
    ] as const)('is decided for an %s by the table', async (role, may) => {
      expect(await outcomeOf(role, route, LINKED)).toBe(may ? 'token' : 403)
      if (route.includes('{e}')) expect(await outcomeOf(role, route, OTHER)).toBe(403)
    })
  })

  it.each(HI_EVENTS_ROUTES.filter((route) => / \/(?:public|auth)\//.test(route)))(
    '%s gets no token for another event, and nothing is refused that strangers may do',
    async (route) => {
      if (/\/auth\/(?:logout|refresh|register)$/.test(route)) return
      for (const role of ['editor', 'viewer'] as const) {
        expect(await outcomeOf(role, route, OTHER)).toBe('stranger')
      }
    },
  )

  it('lets an editor preview a draft of their own events', async () => {
    expect(await outcomeOf('editor', 'GET /public/events/{e}', LINKED)).toBe('token')
  })

  it('has a row for each route of Hi.Events, and for each call that was recorded', () => {
    const requests = [
      ...GUARDED.map((route) => route.replace('{e}', '41').replaceAll('{x}', '5')),
      ...recordedRequests().filter((request) => !/ \/(?:public|auth)\/|OPTIONS/.test(request)),
    ]
    const rowless = requests.filter((request) => {
      const [method = '', path = ''] = request.split(' ')
      return findRow(method, `/api${path}`) === null
    })
    expect(rowless).toEqual([])
  })

  it('names no route twice', () => {
    const routes = ROWS.map((row) => row.replace(/^\w+ /, ''))
    expect(new Set(routes).size).toBe(routes.length)
  })
})
