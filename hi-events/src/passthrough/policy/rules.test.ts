import { describe, expect, it } from 'vitest'
import { isOurs, judge } from './rules.ts'

describe('a path of the ticket origin', () => {
  it.each([
    '/auth/cross-app',
    '/auth/cross-app/choose',
    '/api/auth/cross-app/validate',
    '/hooks/hi-events/abcdefgh',
    '/embed/7',
    '/healthz',
    '/assets/figtree.woff2',
  ])('%s', (path) => expect(isOurs(path)).toBe(true))
  it.each([
    '/',
    '/auth/cross-apple',
    '/auth/login',
    '/api/events',
    '/embedded',
    '/assets/app.js',
    '/manage/event/1',
  ])('not %s', (path) => expect(isOurs(path)).toBe(false))
})

describe('a path that is never passed on', () => {
  it.each([
    '/api/admin',
    '/api/admin/users',
    '/API/Admin/users',
    '//api//admin/users',
    '/api/./admin/users',
    '/api/events/../admin/users',
    '/api/%61dmin/users',
    '/api/%2561dmin/users',
    '/api%2fadmin%2fusers',
    '/api/%2e%2e/api/admin',
    '/api\\admin\\users',
    '/api/admin%3Fx',
    '/index.php/api/admin/users',
    '/api/admin;x=1',
    '/api;x=1/admin',
    '/api/admin%3bx',
    '/api/admin%20/users',
    '/api/admin./users',
    '/api/admin.../users',
    '/api/admin%2e/users',
    '/api/%20./admin/users',
    '/%20./api/admin/users',
    '/api/%20../admin/users',
    '/api/%E3%80%80./admin',
    '/api/..;/api/admin/users',
    '/x/%2e%2e%2fapi/admin',
    '/api/x/%252e%252e/admin',
    '/api/x/.%2e/admin',
    '/api%5cadmin',
    '/api/%EF%BD%81dmin/users',
    '/server.php/api/admin',
    '/x.php/index.php/api/admin',
  ])('%s', (path) => expect(judge(path)).toBe('admin'))

  it.each([
    '/auth/register',
    '/api/auth/register',
    '/api/auth/%20./register',
    '/auth/register/',
    '/api/auth/%72egister',
    '/AUTH/REGISTER',
    '/x/../auth/register',
    '/auth/regi%C5%BFter',
    '/auth/register;jsessionid=1',
    '/auth//register',
    '/api/auth/register/',
  ])('%s', (path) => expect(judge(path)).toBe('registration'))

  it.each(['/%', '/%zz', '/a%00b', '/a\nb', '/%c3%28', '/a\u00e9', '/%c0%af', '/%u0061'])(
    'is %j, which cannot be decoded',
    (path) => expect(judge(path)).toBe('malformed'),
  )

  it.each([
    'http://tickets.example/api/events',
    '//tickets.example/api/events',
    '*',
    'tickets.example:443',
    '',
    '/api//events',
    '/api/./events',
    '/api/x/../events',
    '/api/x/..',
    '/api/..;a=b/events',
    '/event/1/a;b',
    '/api\\events',
    '/api/%65vents',
    '/api/%2565vents',
    '/api%2Fevents',
    '/api%5cevents',
    '/api/%2e/events',
    '/event/1/a%0ab',
  ])('is %j, which could be read as another path', (path) => expect(judge(path)).toBe('malformed'))

  it.each([
    '/api/auth/logout',
    '/auth/logout',
    '/api/auth/logout/',
    '/API/Auth/Logout',
    '/api/index.php/auth/logout',
    '/api/auth/logout%20',
    '/api/auth/logout/x',
  ])('is not %s, which signs out', (path) => expect(judge(path)).toBe('sign-out'))

  it.each([
    '/',
    '/api/events',
    '/api/administrators',
    '/auth/login',
    '/api/auth/login',
    '/event/1/100%25-jazz',
    '/event/1/caf%C3%A9',
    '/event/1/caf%c3%a9',
    '/event/1/what%3F',
    '/event/1/a..b',
    '/.well-known/security.txt',
    '/storage/[1]|{2}.png',
    '/storage/a%20b.png',
    '/authors',
    '/api/auth/registered',
  ])('is not %s', (path) => expect(judge(path)).toBe('pass'))
})
