import { describe, expect, it } from 'vitest'
import { traceCookie } from '../cookies.ts'
import { clickTraceOf } from './click-trace.ts'

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

describe.each(['http://tickets.localhost:3002', 'https://tickets.example'])(
  'the trace of a click at %s',
  (origin) => {
    const [cookie = ''] = traceCookie(origin, TRACEPARENT).split(';')
    const traceOf = (url: string, headers = {}) => clickTraceOf(origin, { url, headers })

    it('is taken from the query where the landing starts', () => {
      expect(traceOf(`/auth/cross-app/start?event_id=1&traceparent=${TRACEPARENT}`)).toBe(TRACEPARENT)
      expect(traceOf('/auth/cross-app/start?event_id=1', { cookie })).toBeUndefined()
    })

    it('is kept by a cookie for the rest of the landing, and for nothing else', () => {
      for (const path of ['/auth/cross-app', '/auth/cross-app/choose', '/api/auth/cross-app/validate'])
        expect(traceOf(path, { cookie: `a=b; ${cookie}` })).toBe(TRACEPARENT)
      expect(traceOf('/manage/event/1', { cookie })).toBeUndefined()
      expect(traceOf(`/auth/cross-app?traceparent=${TRACEPARENT}`)).toBeUndefined()
    })

    it('is nothing that is not a traceparent', () => {
      expect(traceOf('/auth/cross-app/start?traceparent=00-zz')).toBeUndefined()
      expect(traceOf('/auth/cross-app', { cookie: cookie.replace('00-', 'x-') })).toBeUndefined()
    })
  },
)
