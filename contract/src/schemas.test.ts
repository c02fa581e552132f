import fc from 'fast-check'
import { type TObject, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import * as contract from './index.ts'

const TOKEN = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'
const EVENT = {
  title: 'Blue Note at Dusk',
  startDate: '2026-06-01T18:00:00.000Z',
  timezone: 'Europe/Amsterdam',
}
const STATUS_WEBHOOK = {
  event_type: 'event.status_changed',
  event_sent_at: '2026-01-01T12:00:00.000Z',
  payload: { id: 2, title: 'Event Title', status: 'LIVE', tuvens_event_id: '11' },
}

/** Every body and query a stranger can send, with the least and the most that is accepted. */
const REQUESTS: Record<string, { schema: TObject; least: object; most: object }> = {
  RegisterRequest: {
    schema: contract.RegisterRequest,
    least: { name: 'Ada', email: 'ada@example.com', password: 'twelve chars' },
    most: {
      name: 'Ada',
      email: 'ada@example.com',
      password: 'x'.repeat(128),
      account_name: 'Jazz by the river',
    },
  },
  LoginRequest: {
    schema: contract.LoginRequest,
    least: { email: 'not an address', password: 'x' },
    most: { email: 'x'.repeat(254), password: 'x'.repeat(128) },
  },
  RefreshRequest: {
    schema: contract.RefreshRequest,
    least: { refresh_token: 'x'.repeat(20) },
    most: { refresh_token: 'x'.repeat(200) },
  },
  CreateEventRequest: {
    schema: contract.CreateEventRequest,
    least: EVENT,
    most: {
      ...EVENT,
      account_id: null,
      description: 'Two lines\nand a tab\t.',
      endDate: null,
      venue: { name: 'De Ruimte', city: 'Amsterdam', country: 'NL' },
      imageUrl: 'https://images.example/a.png',
      category: 'MUSIC',
      currency: 'EUR',
      contactData: { email: 'ada@example.com', phone: '+31 20 123', website: 'https://example.com' },
    },
  },
  GenerateSessionRequest: {
    schema: contract.GenerateSessionRequest,
    least: {},
    most: { account_id: 7, event_id: '11' },
  },
  ValidateSessionRequest: {
    schema: contract.ValidateSessionRequest,
    least: { session_token: TOKEN },
    most: { session_token: TOKEN },
  },
  ValidateCodeRequest: {
    schema: contract.ValidateCodeRequest,
    least: { code: TOKEN },
    most: { code: TOKEN },
  },
  UserAccountsQuery: { schema: contract.UserAccountsQuery, least: {}, most: { session_token: TOKEN } },
  ValidatePermissionRequest: {
    schema: contract.ValidatePermissionRequest,
    least: { session_token: TOKEN, permission: 'view_reports' },
    most: { session_token: TOKEN, permission: 'manage_ticketing', resource_id: 7 },
  },
  RevokeSessionRequest: {
    schema: contract.RevokeSessionRequest,
    least: { session_token: TOKEN },
    most: { session_token: TOKEN },
  },
  PutLinkRequest: {
    schema: contract.PutLinkRequest,
    least: {
      session_token: TOKEN,
      hi_events_event_id: 2,
      event_url: 'https://tickets.example/event/2/jazz',
      widget_url: 'https://tickets.example/embed/2',
      manage_url: 'http://localhost:3002/manage/event/2',
    },
    most: {
      session_token: TOKEN,
      hi_events_event_id: Number.MAX_SAFE_INTEGER,
      event_url: 'https://tickets.example/event/2/jazz',
      widget_url: 'https://tickets.example/embed/2',
      manage_url: 'http://localhost:3002/manage/event/2',
    },
  },
  LandingValidateRequest: {
    schema: contract.LandingValidateRequest,
    least: {},
    most: { session_token: TOKEN, return_url: 'https://tuvens.example/e/1', event_data: '{"title":"x"}' },
  },
}
const requests = Object.entries(REQUESTS).map(([name, request]) => ({ name, ...request }))

describe.each(requests)('$name', ({ schema, least, most }) => {
  it('accepts the least and the most that the specification allows', () => {
    expect([...Value.Errors(schema, least), ...Value.Errors(schema, most)]).toEqual([])
  })

  it('refuses a request without one of its required fields', () => {
    for (const name of Object.keys(least)) {
      const rest = Object.fromEntries(Object.entries(least).filter(([each]) => each !== name))
      expect(Value.Check(schema, rest), name).toBe(false)
    }
  })

  it('refuses an unknown field, whatever its name and value', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.jsonValue(), (name, value) => {
        fc.pre(!Object.hasOwn(schema.properties, name) && name !== '__proto__')
        expect(Value.Check(schema, { ...least, [name]: value })).toBe(false)
      }),
      { numRuns: 50 },
    )
  })

  it('refuses what is no object, and a text of any field with a NUL or without end', () => {
    for (const value of [null, [], 'text', 1, true, undefined]) expect(Value.Check(schema, value)).toBe(false)
    for (const [name, value] of Object.entries(most)) {
      if (typeof value !== 'string') continue
      expect(Value.Check(schema, { ...most, [name]: 'x'.repeat(100_000) }), name).toBe(false)
      for (const wrong of [null, 0, {}, [value]]) {
        if (wrong === null && Value.Check(schema.properties[name] ?? Type.Never(), null)) continue
        expect(Value.Check(schema, { ...most, [name]: wrong }), name).toBe(false)
      }
    }
  })
})

describe('UpdateEventRequest', () => {
  it('accepts any one field, and refuses a change of nothing', () => {
    for (const [name, value] of Object.entries(EVENT))
      expect(Value.Check(contract.UpdateEventRequest, { [name]: value })).toBe(true)
    expect(Value.Check(contract.UpdateEventRequest, {})).toBe(false)
  })

  it('cannot move an event to another account or set its ticketing', () => {
    for (const field of ['account_id', 'accountId', 'ticketing_status', 'hi_events_event_id', 'id'])
      expect(Value.Check(contract.UpdateEventRequest, { title: 'x', [field]: 1 }), field).toBe(false)
  })
})

describe('StreamQuery', () => {
  it('accepts 200 events, and whatever else an address carries', () => {
    const event_id = Array.from({ length: 200 }, (_, id) => String(id + 1))
    for (const query of [{}, { event_id, last_event_id: ['5.7', 'x'.repeat(200)], utm_source: 'x' }])
      expect(Value.Check(contract.StreamQuery, query)).toBe(true)
    expect(Value.Check(contract.StreamQuery, { event_id: [...event_id, '201'] })).toBe(false)
  })
})

describe('StatusWebhook', () => {
  it('accepts unknown fields, because newer senders may add fields', () => {
    const grown = { ...STATUS_WEBHOOK, id: 'msg_1', payload: { ...STATUS_WEBHOOK.payload, slug: 'x' } }
    expect(Value.Check(contract.StatusWebhook, grown)).toBe(true)
  })

  it('accepts any source status of 1 to 64 characters, but only defined sales statuses', () => {
    const withPayload = (more: object) =>
      Value.Check(contract.StatusWebhook, {
        ...STATUS_WEBHOOK,
        payload: { ...STATUS_WEBHOOK.payload, ...more },
      })
    expect(['PAUSED', 'x'.repeat(64)].map((status) => withPayload({ status }))).toEqual([true, true])
    expect(['', 'x'.repeat(65), null, 1].map((status) => withPayload({ status }))).toEqual(
      Array(4).fill(false),
    )
    expect(contract.SALES_STATUSES.every((sales) => withPayload({ sales }))).toBe(true)
    expect([null, 'open', 'LOW'].map((sales) => withPayload({ sales }))).toEqual(Array(3).fill(false))
  })

  it.each(['0', '-1', '01', '1e3', '1.5', ' 1', '1 ', 'abc', '', '9'.repeat(19)])(
    'refuses the event id %j',
    (tuvens_event_id) => {
      const payload = { ...STATUS_WEBHOOK.payload, tuvens_event_id }
      expect(Value.Check(contract.StatusWebhook, { ...STATUS_WEBHOOK, payload })).toBe(false)
    },
  )
})

describe('ids', () => {
  it('accepts every positive integer below 10^18 as text, and nothing else', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }), (id) => {
        expect(Value.Check(contract.Id, String(id))).toBe(true)
      }),
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^[1-9][0-9]{0,17}$/.test(text))
        expect(Value.Check(contract.Id, text)).toBe(false)
      }),
    )
  })

  it.each([0, -1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '1', null])(
    'refuses %s as a number of an account',
    (id) => expect(Value.Check(contract.IntId, id)).toBe(false),
  )
})

describe('a session token', () => {
  it('is 43 characters of base64url, no more, no fewer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const token = Buffer.from(bytes).toString('base64url')
        expect(token).toHaveLength(contract.SESSION_TOKEN_LENGTH)
        expect(Value.Check(contract.SessionToken, token)).toBe(true)
        for (const wrong of [token.slice(1), `${token}A`, `${token.slice(1)}\n`, `${token.slice(1)}+`])
          expect(Value.Check(contract.SessionToken, wrong)).toBe(false)
      }),
    )
  })
})

describe('text of people', () => {
  const Sentence = contract.Text(20, 1)
  it('may hold any script, emoji, new lines and tabs', () => {
    for (const text of ['Café ☕', '東京の夜', 'שלום', 'a\nb\tc', '👩‍🎤', '<b>markup</b>'])
      expect(Value.Check(Sentence, text), text).toBe(true)
  })

  it('holds no other control character', () => {
    for (let code = 0; code < 32; code++) {
      const isAllowed = code === 9 || code === 10 || code === 13
      expect(Value.Check(Sentence, `a${String.fromCharCode(code)}`), `U+${code.toString(16)}`).toBe(isAllowed)
    }
    expect(Value.Check(Sentence, 'a\u007f')).toBe(false)
  })
})

describe('an http address', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.com',
    '//example.com',
    'example.com',
    ' https://example.com',
    `https://example.com/${'x'.repeat(2048)}`,
  ])('is not %.40s', (url) => expect(Value.Check(contract.HttpUrl, url)).toBe(false))
})

describe('every schema of the contract', () => {
  const schemas = Object.entries<unknown>(contract).filter((entry): entry is [string, TSchema] =>
    Type.IsSchema(entry[1]),
  )

  it('is checked here in dozens', () => expect(schemas.length).toBeGreaterThan(40))

  it.each(schemas)('%s never throws and never accepts a prototype in place of data', (_name, schema) => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (value) => {
        expect(typeof Value.Check(schema, value)).toBe('boolean')
      }),
      { numRuns: 30 },
    )
    if (Type.IsObject(schema) && (schema.required ?? []).length > 0)
      expect(Value.Check(schema, Object.create({ constructor: Object }))).toBe(false)
  })
})

describe('the roles of an account', () => {
  it('give every role a permission that exists, and never more to a lower role', () => {
    const all = contract.ROLES.map((role) => contract.PERMISSIONS_OF_ROLE[role])
    for (const [index, permissions] of all.entries()) {
      const higher = all[index - 1] ?? contract.PERMISSIONS
      expect(permissions.length).toBeGreaterThan(0)
      expect(permissions.filter((each) => !higher.includes(each))).toEqual([])
    }
  })

  it('let only owners and admins manage members', () => {
    const may = contract.ROLES.filter((role) => contract.PERMISSIONS_OF_ROLE[role].includes('manage_members'))
    expect(may).toEqual(['owner', 'admin'])
  })
})

describe('the limits', () => {
  it('are positive, settable, and each set by a variable of its own', () => {
    const limits = Object.values(contract.LIMITS)
    for (const { points, seconds, env } of limits) {
      expect(points).toBeGreaterThan(0)
      expect([60, 600, 900, 3600]).toContain(seconds)
      expect(env).toMatch(/^LIMIT_[A-Z_]+$/)
    }
    expect(new Set(limits.map((each) => each.env)).size).toBe(limits.length)
  })

  it('allow few sign-ins of one client and few tokens a minute', () => {
    expect([contract.LIMITS.login.points, contract.LIMITS.generate.points]).toEqual([30, 10])
  })
})
