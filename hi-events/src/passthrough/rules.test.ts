import { describe, expect, it } from 'vitest'
import { frameAncestors, isOurs, judge } from './rules.ts'

describe('what the ticket origin answers itself', () => {
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

describe('what is never passed on', () => {
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
    '/api/admin%20/users',
  ])('%s', (path) => expect(judge(path)).toBe('admin'))

  it.each([
    '/auth/register',
    '/api/auth/register',
    '/auth/register/',
    '/api/auth/%72egister',
    '/AUTH/REGISTER',
    '/x/../auth/register',
  ])('%s', (path) => expect(judge(path)).toBe('registration'))

  it.each(['/%', '/%zz', '/a%00b', '/a\nb', '/%c3%28'])('%j cannot be read', (path) =>
    expect(judge(path)).toBe('malformed'),
  )

  it.each([
    '/',
    '/api/events',
    '/api/administrators',
    '/auth/login',
    '/api/auth/login',
    '/event/1/100%25-jazz',
    '/event/1/caf%C3%A9',
  ])('but %s is', (path) => expect(judge(path)).toBe('pass'))
})

describe('who may frame what', () => {
  const site = ['https://tuvens.example']
  it.each([
    ['/widget/7', "'self' https://tuvens.example"],
    ['/manage/event/7', "'none'"],
    ['/checkout/7/o_x/details', "'none'"],
    ['/event/7/jazz', "'none'"],
    ['/event/7/jazz/preview', "'self'"],
    ['/widget/7/../../manage', "'none'"],
  ])('%s: %s', (path, expected) => expect(frameAncestors(path, site)).toBe(expected))
})
