import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestApi, type TestUser } from '../../test-support/api.ts'
import { type ConsoleStand, startConsoleStand } from '../../test-support/console.ts'

const OPERATOR = 'operator@example.com'

describe('a complaint about an event', () => {
  let stand: ConsoleStand
  let owner: TestUser
  beforeAll(async () => {
    stand = await startConsoleStand({ OPERATOR_EMAIL: OPERATOR })
    owner = await stand.api.person()
  })
  afterAll(() => stand.stop())

  const file = (id: string, payload: object = { reason: 'fraud' }, api: TestApi = stand.api) =>
    api.app.inject({ method: 'POST', url: `/api/events/${id}/complaints`, payload })
  const open = async (query = '') => (await stand.json(`/complaints${query}`)).complaints
  const mails = () => stand.api.mailsTo(OPERATOR)

  it('is stored for the operators, and names its number to the reader', async () => {
    const { id } = await stand.api.event(owner, { title: '<b>Gala</b>' })
    const answer = await file(id, { reason: 'wrong', text: ' No such hall. ', email: 'ann@example.com' })
    expect(answer.statusCode).toBe(201)
    const { reference } = answer.json()
    expect(await open(`?event_id=${id}`)).toMatchObject([
      {
        id: reference,
        event_id: id,
        account_id: String(owner.accountId),
        reason: 'wrong',
        text: 'No such hall.',
        email: 'ann@example.com',
        closed_at: null,
      },
    ])
    expect(await stand.html('/complaints')).toContain('&lt;b>Gala&lt;/b>')
  })

  it('is mailed to the operator once an event and reason, and when there are many, until it is closed', async () => {
    const { id } = await stand.api.event(owner, { title: 'Ball' })
    const first = (await file(id)).json<{ reference: string }>().reference
    await file(id)
    const about = async () =>
      (await mails()).filter(({ text }) => text.includes('"Ball"')).map(({ subject }) => subject)
    await expect.poll(about, { timeout: 60_000 }).toEqual([`Complaint ${first} about an event`])
    const other = (await file(id, { reason: 'other' })).json<{ reference: string }>().reference
    await expect.poll(about, { timeout: 60_000 }).toContain(`Complaint ${other} about an event`)
    await file(id)
    const fifth = (await file(id)).json<{ reference: string }>().reference
    await expect.poll(about, { timeout: 60_000 }).toContain(`Complaint ${fifth} about an event`)
    expect(await about()).toHaveLength(3)
    for (const { id: complaint } of await open(`?event_id=${id}`)) {
      expect((await stand.act('/complaints/close', { id: complaint })).status).toBe(200)
      expect((await stand.act('/complaints/close', { id: complaint })).status).toBe(404)
    }
    expect(await open(`?event_id=${id}`)).toEqual([])
    expect(await open(`?event_id=${id}&closed=yes`)).toHaveLength(5)
    const again = (await file(id)).json<{ reference: string }>().reference
    await expect.poll(about, { timeout: 60_000 }).toContain(`Complaint ${again} about an event`)
    const [row] = await stand.db`
      select actor, note from audit_log where operation = 'operator-close-complaint' order by id limit 1`
    expect(row).toMatchObject({ actor: 'operator:ada', note: `begins: complaint ${first}` })
  })

  it('stays when its event is deleted', async () => {
    const other = await stand.api.person()
    const { id } = await stand.api.event(other, { title: 'Gone' })
    await file(id)
    await stand.db`delete from events where id = ${id}`
    expect(await open(`?account_id=${other.accountId}`)).toMatchObject([
      { event_id: null, event_title: 'Gone' },
    ])
  })

  it('is refused for an event that does not exist, and from a client or about an event that gets many', async () => {
    expect((await file('999999')).json().code).toBe('EVENT_NOT_FOUND')
    const { id } = await stand.api.event(owner)
    const limited = await TestApi.start(stand.databaseUrl, { LIMIT_COMPLAINT: '2' })
    const codes = [
      await file(id, { reason: 'other' }, limited),
      await file(id, undefined, limited),
      await file(id, undefined, limited),
    ]
    expect(codes.map(({ statusCode }) => statusCode)).toEqual([201, 201, 429])
    await limited.stop()
  })

  it.each([
    {},
    { reason: 'dull' },
    { reason: 'other', text: 'x'.repeat(2_001) },
    { reason: 'other', email: 'x' },
  ])('is refused when it is %j', async (body) => {
    const { id } = await stand.api.event(owner)
    expect((await file(id, body)).statusCode).toBe(400)
  })
})
