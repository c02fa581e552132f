import { describe, expect, it } from 'vitest'
import { operationOf } from '../openapi/openapi.ts'
import { API_ROUTES } from './api-routes.ts'
import { deprecationHeadersOf } from './deprecation.ts'
import type { Route } from './route.ts'
import { TICKET_ORIGIN_ROUTES } from './ticket-origin-routes.ts'

const DEPRECATED = { since: '2030-01-01', sunset: '2031-01-31', link: 'https://docs.example/versions' }

describe('a deprecated call', () => {
  it('says since when, until when and where to read on, in the forms of RFC 9745 and RFC 8594', () => {
    expect(deprecationHeadersOf(DEPRECATED)).toEqual({
      deprecation: '@1893456000',
      sunset: 'Fri, 31 Jan 2031 00:00:00 GMT',
      link: '<https://docs.example/versions>; rel="deprecation"; type="text/html", <https://docs.example/versions>; rel="sunset"; type="text/html"',
    })
  })

  it.each(['2030-02-30', '2030-1-1', 'soon'])('cannot begin on %s', (since) => {
    expect(() => deprecationHeadersOf({ ...DEPRECATED, since })).toThrow(RangeError)
  })

  it('is marked in the OpenAPI document, with its headers', () => {
    const operation = operationOf('readEvent', { ...API_ROUTES.readEvent, deprecated: DEPRECATED }, 'api')
    expect(operation).toMatchObject({
      deprecated: true,
      description: expect.stringContaining('Deprecated since 2030-01-01. It ends on 2031-01-31'),
      responses: { 200: { headers: { Deprecation: {}, Sunset: {}, Link: {} } } },
    })
    expect(operationOf('readEvent', API_ROUTES.readEvent, 'api')).not.toHaveProperty('deprecated')
  })

  it('goes on for a year at least', () => {
    const ending = (sunset: string) => () => deprecationHeadersOf({ ...DEPRECATED, sunset })
    expect(ending('2031-01-01')).not.toThrow()
    expect(ending('2030-12-31')).toThrow(RangeError)
  })

  it('is none between the services, which are of one release', () => {
    const routes = Object.values<Route>(TICKET_ORIGIN_ROUTES)
    expect(routes.filter(({ deprecated }) => deprecated !== undefined)).toEqual([])
  })
})
