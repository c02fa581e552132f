import { expect, type Page } from '@playwright/test'
import { enterTicketSystem, signInOn } from '../harness/organiser.ts'
import { createLinkedEvent, type LinkedTestEvent } from '../harness/people.ts'
import type { System } from '../harness/system.ts'
import type { View } from './view.ts'

/** Enters the ticket system as an organiser of their own. */
async function enter(page: Page, system: System, prepare?: (linked: LinkedTestEvent) => Promise<void>) {
  const linked = await createLinkedEvent(system)
  await prepare?.(linked)
  await signInOn(page, system, linked.organiser, `/event/${linked.event.id}`)
  await enterTicketSystem(page, /^(Continue set-up|View tickets)/)
  return linked
}

async function makeViewer({ db }: System, { organiser }: LinkedTestEvent): Promise<void> {
  await db('api')`
    update memberships set role = 'viewer'
    where user_id = (select id from users where email = ${organiser.email})`
}

/** Pages at the ticket origin for people whose rights there end or do not reach. */
export const TICKET_SESSION_VIEWS: View[] = [
  {
    name: 'ticket session: not in this role',
    as: 'guest',
    open: async (page, { system }) => {
      const { hiEventId } = await enter(page, system, (linked) => makeViewer(system, linked))
      await page.goto(`${system.urls.tickets}/manage/event/${hiEventId}/taxes`)
      await expect(page.getByRole('heading', { name: 'Your role does not include this' })).toBeVisible()
    },
  },
  {
    name: 'ticket session: own events',
    as: 'guest',
    open: async (page, { system }) => {
      await enter(page, system, (linked) => makeViewer(system, linked))
      await page.goto(`${system.urls.tickets}/manage`)
      await expect(page.getByRole('heading', { name: 'Your events' })).toBeVisible()
    },
  },
  {
    name: 'ticket session: ended',
    as: 'guest',
    open: async (page, { system }) => {
      const linked = await enter(page, system)
      await makeViewer(system, linked)
      await expect(async () => {
        await page.goto(`${system.urls.tickets}/manage/event/${linked.hiEventId}`)
        const heading = page.getByRole('heading', { name: 'Your access to these tickets has ended' })
        await expect(heading).toBeVisible({ timeout: 500 })
      }).toPass()
    },
  },
]
