import { expect, it } from 'vitest'
import { pageAtOrigin } from './page-at-origin.ts'

const ORIGIN = 'http://localhost:3000'
const page = { method: 'GET', url: '/event/1?x=y', headers: { 'sec-fetch-mode': 'navigate' } }
const at = (host: string, more: object = {}) =>
  pageAtOrigin({ ...page, ...more, headers: { ...page.headers, host } }, ORIGIN)

it.each(['127.0.0.1:3000', '[::1]:3000', 'tuvens.localhost:3000'])(
  'leads a page opened as %s to the address at which its forms and its stream work',
  (host) => {
    expect(at(host)).toBe('http://localhost:3000/event/1?x=y')
  },
)

it('leaves every other request where it is', () => {
  expect(at('localhost:3000')).toBeNull()
  // Forwarded from another machine: the port there leads nowhere here.
  expect(at('127.0.0.1:8080')).toBeNull()
  expect(at('evil.example:3000')).toBeNull()
  expect(at('127.0.0.1:3000', { method: 'POST' })).toBeNull()
  expect(at('127.0.0.1:3000', { url: 'http://evil.example/' })).toBeNull()
  expect(pageAtOrigin({ ...page, headers: { host: '127.0.0.1:3000' } }, ORIGIN)).toBeNull()
  const headers = { ...page.headers, host: '127.0.0.1:3000' }
  expect(pageAtOrigin({ ...page, headers }, 'https://tuvens.example')).toBeNull()
})
