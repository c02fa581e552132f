import { expect } from '@playwright/test'
import { anEvent, landingAddress, linkedEvent, newOrganiser } from '../harness/people.ts'
import type { View } from './view.ts'
import type { World } from './world.ts'

function at(name: string, path: string | ((world: World) => string), as: View['as'] = 'guest'): View {
  return {
    name: `tickets: ${name}`,
    as,
    open: async (page, world) => {
      await page.goto(world.system.urls.tickets + (typeof path === 'string' ? path : path(world)))
    },
  }
}

const PROBLEMS = [
  'SESSION_NOT_FOUND',
  'SESSION_EXPIRED',
  'SESSION_ALREADY_USED',
  'PERMISSION_DENIED',
  'LINK_CONFLICT',
  'ACCOUNT_CONFLICT',
  'UPSTREAM_REFUSED',
  'UPSTREAM_UNAVAILABLE',
  'API_UNAVAILABLE',
  'INTERNAL_ERROR',
]

/** The landing's pages. */
export const TICKET_VIEWS: View[] = [
  ...PROBLEMS.map((code) => at(`problem ${code}`, `/auth/cross-app/problem?code=${code}`)),
  {
    name: 'tickets: somebody else is signed in',
    as: 'organiser',
    open: async (page, { system }) => {
      const { organiser, event } = await linkedEvent(system)
      await page.goto(await landingAddress(system, organiser, event.id))
      await expect(page.getByRole('heading', { name: 'Who goes on?' })).toBeVisible()
    },
  },
  {
    name: 'tickets: the e-mail has a login there already',
    as: 'guest',
    open: async (page, { system }) => {
      const organiser = await newOrganiser(system)
      await registerThere(system.direct.boxOffice, organiser)
      const event = await organiser.desk.createEvent(anEvent())
      await page.goto(await landingAddress(system, organiser, event.id))
      await expect(page.getByLabel('Password on the ticket system')).toBeVisible()
    },
  },
]

/** Straight to the box office: the ticket origin keeps registration closed. */
async function registerThere(boxOffice: string, { email }: { email: string }): Promise<void> {
  const password = 'a password of theirs'
  const response = await fetch(`${boxOffice}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      first_name: 'Olga',
      last_name: 'Before',
      email,
      password,
      password_confirmation: password,
      timezone: 'UTC',
      currency_code: 'EUR',
      locale: 'en',
    }),
  })
  expect(response.status).toBe(201)
}
