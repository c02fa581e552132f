import { API_ROUTES, type Route, ServiceError } from '@tuvens/contract'
import { createHttp } from '@tuvens/platform/http/http'
import { createLog } from '@tuvens/platform/log'
import { expect, it } from 'vitest'
import { announceDeprecations } from './announce-deprecations.ts'

it('every response of a deprecated call says so, and no other response', async () => {
  const deprecated = { since: '2030-01-01', sunset: '2031-01-31', link: 'https://docs.example/versions' }
  const routes: Route[] = [{ ...API_ROUTES.readEvent, deprecated }, API_ROUTES.listEvents]
  const app = createHttp({ log: createLog('api', 'silent'), publicUrl: 'http://localhost:3001' })
  announceDeprecations(app, routes)
  app.get<{ Params: { id: string } }>('/api/events/:id', async ({ params }) => {
    if (params.id === '2') throw new ServiceError('EVENT_NOT_FOUND')
    return {}
  })
  app.get('/api/events', async () => ({}))
  for (const [url, status] of [
    ['/api/events/1', 200],
    ['/api/events/2', 404],
  ] as const) {
    const { statusCode, headers } = await app.inject(url)
    expect([statusCode, headers['deprecation'], headers['sunset']]).toEqual([
      status,
      '@1893456000',
      'Fri, 31 Jan 2031 00:00:00 GMT',
    ])
    expect(headers['link']).toContain('rel="deprecation"')
  }
  expect((await app.inject('/api/events')).headers).not.toHaveProperty('deprecation')
  await app.close()
})
