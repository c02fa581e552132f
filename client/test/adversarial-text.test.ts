import { HEADER_NAMES, inTarget, sendRaw, slowTexts } from '@tuvens/platform/test-support/growth'
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADA, type Site, startSite } from '../test-support/site.ts'

let site: Site
let port: number
let cookie: string
beforeAll(async () => {
  site = await startSite()
  port = Number(new URL(site.url).port)
  const { cookies } = await site.member()
  cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
})
afterAll(() => site.close())

/** The site runs in a process of its own; Linux tells how long its main thread has run, in nanoseconds. */
const clockOf = (pid: number) => `/proc/${pid}/schedstat`
const cpu = () => Number(readFileSync(clockOf(site.pid), 'utf8').split(' ', 1)[0]) / 1e6
const statuses = new Set<number>()
const slow = (request: (text: string) => Omit<Parameters<typeof sendRaw>[0], 'port'>) =>
  slowTexts(async (text) => statuses.add(await sendRaw({ port, ...request(text) })), cpu)

const formHeaders = () => ({
  'content-type': 'application/x-www-form-urlencoded',
  origin: site.url,
  cookie,
})

/** The event site reads text of strangers here; each of these must cost time that is linear in it. */
describe.skipIf(!existsSync(clockOf(process.pid)))('adversarial text of 16 kB costs linear time', () => {
  it.each([
    '/',
    '/event/',
    '/?q=',
    '/sign-in?next=/',
    '/posters/',
    '/event/1/calendar.ics?',
    '/_app/',
    '/favicon.svg?',
  ])('in the target %s', async (before) => {
    expect(await slow((text) => ({ target: before + inTarget(text) }))).toEqual([])
  })

  it.each([...HEADER_NAMES, 'x-sveltekit-invalidated'])('in the header %s', async (name) => {
    expect(await slow((text) => ({ target: '/sign-in', headers: { [name]: text } }))).toEqual([])
  })

  it.each(['tuvens-access', 'tuvens-refresh', 'tuvens-zone', 'a'])('in the cookie %s', async (name) => {
    expect(await slow((text) => ({ target: '/', headers: { cookie: `${name}=${text}` } }))).toEqual([])
  })

  it.each([
    ['/sign-in', 'email'],
    ['/sign-in', 'next'],
    ['/sign-up', 'email'],
    ['/sign-up', 'name'],
    ['/events/new', 'title'],
    ['/events/new', 'description'],
    ['/events/new', 'start'],
    ['/events/new', 'timezone'],
    ['/events/new', 'image_url'],
    ['/events/new', 'contact_email'],
    ['/events/new', 'contact_website'],
  ])('in a form to %s, in its field %s', async (target, name) => {
    const fields = (text: string) => new URLSearchParams({ ...ADA, [name]: text }).toString()
    const found = await slow((text) => ({
      method: 'POST',
      target,
      headers: formHeaders(),
      body: fields(text),
    }))
    expect(found).toEqual([])
  })

  it('and is read: no limit refused it before', () => {
    expect([...statuses]).not.toContain(429)
  })
})
