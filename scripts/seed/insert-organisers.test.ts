import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TestApi } from '../../api/test-support/api.ts'
import { insertOrganisers } from './insert-organisers.ts'
import { signIn } from './tuvens.ts'

const ADA = { name: 'Ada', email: 'ada@example.com', password: 'let-me-sell-tickets', account: 'Jazz Club' }

let database: TestDatabase
let api: TestApi
let url: string
beforeAll(async () => {
  database = await createTestDatabase('api')
  // Mails are sent, but not to anybody who reads them: nothing listens at this port.
  api = await TestApi.start(database.url, { SMTP_URL: 'smtp://127.0.0.1:1', MAILBOX: 'false' })
  url = await api.listen()
})
afterAll(async () => {
  await api.stop()
  await database.drop()
})

it('demo organisers can create events where mails are sent, also after a second start', async () => {
  await insertOrganisers(database.url, [ADA])
  await insertOrganisers(database.url, [ADA])
  const desk = await signIn(url, ADA)
  const startDate = new Date(Date.now() + 86_400_000).toISOString()
  const event = await desk.createEvent({ title: 'Late set', startDate, timezone: 'Europe/Amsterdam' })
  expect(event).toMatchObject({ title: 'Late set', accountName: 'Jazz Club' })
  expect(await database.db`select 1 from mails`).toEqual([])
})
