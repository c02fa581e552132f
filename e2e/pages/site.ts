import { expect, type Page } from '@playwright/test'
import { picker } from '../harness/attendee.ts'
import { withUnreachableTicketSystem } from '../harness/with-unreachable-ticket-system.ts'
import { signInOn } from '../harness/organiser.ts'
import { createLinkedEvent } from '../harness/people.ts'
import type { View } from './view.ts'

const go = (path: string) => async (page: Page, site: string) => {
  await page.goto(site + path)
}

/** A page of the event site at a fixed path. */
export function at(name: string, path: string, as: View['as'] = 'guest'): View {
  return { name: `site: ${name}`, as, open: (page, { system }) => go(path)(page, system.urls.site) }
}

/** The page of an event, or a page below it. */
function eventAt(
  name: string,
  title: string,
  { as = 'guest', below = '' }: { as?: View['as']; below?: string } = {},
): View {
  return {
    name: `site: ${name}`,
    as,
    open: async (page, { system, event }) => {
      await page.goto(`${system.urls.site}/event/${event(title).id}${below}`)
    },
  }
}

/** The page of an event on sale, once its picker has loaded. */
function saleAt(name: string, title: string, as: View['as'] = 'guest'): View {
  const { open } = eventAt(name, title, { as })
  return {
    name: `site: ${name}`,
    as,
    open: async (page, world) => {
      await open(page, world)
      await expect(picker(page).getByRole('heading').first()).toBeAttached()
      await expect(page.locator('[data-health="ready"]')).toBeAttached()
    },
  }
}

/** A view after its form was sent empty and refused. */
export function refused(view: View, button: string | RegExp): View {
  return {
    ...view,
    name: `${view.name}, refused`,
    open: async (page, world) => {
      await view.open(page, world)
      await page.locator('main').getByRole('button', { name: button }).first().click()
      await expect(page.getByRole('alert').first()).toBeVisible()
    },
  }
}

const signIn = at('sign in', '/sign-in')
const signUp = at('sign up', '/sign-up')
const newEvent = at('new event', '/events/new', 'organiser')

/** A page of the API's reference. */
function referenceAt(name: string, path: string): View {
  return {
    name: `api: ${name}`,
    as: 'guest',
    open: async (page, { system }) => {
      await page.goto(`${system.urls.api}${path}`)
    },
  }
}

export const SITE_VIEWS: View[] = [
  referenceAt('reference', '/api/docs'),
  referenceAt('reference of a section', '/api/docs/platform'),
  at('home', '/'),
  at('home of a member', '/', 'organiser'),
  at(
    'search with every choice',
    '/?q=a&city=Amsterdam&category=MUSIC&price=paid&from=2020-01-01&to=2199-12-31',
  ),
  at('nothing found', '/?q=zzzz&when=weekend'),
  {
    name: 'site: organiser',
    as: 'guest',
    open: async (page, { system, event }) => {
      await page.goto(`${system.urls.site}/organiser/${event('Late set').accountId}`)
    },
  },
  signIn,
  refused(signIn, 'Sign in'),
  signUp,
  refused(signUp, /^Create/),
  at('sign out', '/sign-out', 'organiser'),
  at('sign in with a passkey', '/sign-in/passkey'),
  at('forgot password', '/forgot-password'),
  at('reset password', `/reset-password?token=${'t'.repeat(43)}`),
  at('confirm an e-mail with the password', `/verify-email?token=${'t'.repeat(43)}`),
  at('invitation that is too old', `/invitation?token=${'t'.repeat(43)}`),
  at('mailbox', '/mailbox?address=nobody@example.com'),
  at('account', '/account', 'organiser'),
  at('change of password', '/account/password', 'organiser'),
  at('change of e-mail', '/account/email', 'organiser'),
  at('sign-ins', '/account/sign-ins', 'organiser'),
  at('two-step sign-in', '/account/two-step', 'organiser'),
  at('passkeys', '/account/passkeys', 'organiser'),
  at('deletion of the account', '/account/delete', 'organiser'),
  at('team', '/team', 'organiser'),
  at('my events', '/my-events', 'organiser'),
  newEvent,
  refused(newEvent, /^(Create|Publish|Save)/),
  {
    name: 'site: new event with several dates',
    as: 'organiser',
    open: async (page, world) => {
      await newEvent.open(page, world)
      await page.getByLabel('Starts', { exact: true }).fill('2031-10-19T02:30')
      await page.getByText('More dates').click()
      await page.getByLabel('How often').selectOption('Every week')
      await page.getByLabel('Until').fill('2031-11-02')
      await page.getByRole('button', { name: 'Add these dates' }).click()
      await expect(page.getByText('2 dates were added above')).toBeVisible()
      await page.getByText('2 dates were added above').scrollIntoViewIfNeeded()
    },
  },
  at('nothing here', '/event/999999'),
  saleAt('event on sale', 'Late set'),
  saleAt('event on sale, several prices', 'Signals'),
  saleAt('event with donations', 'Afternoon matinee'),
  saleAt('event sold out', 'Listening night'),
  saleAt('event whose sales have not begun', 'The long night'),
  saleAt('event almost sold out', 'First bowl'),
  {
    name: 'site: event whose tickets do not load',
    as: 'guest',
    open: async (page, { system, event }) => {
      await page.route('**/embed/**', (route) => route.abort())
      await page.goto(`${system.urls.site}/event/${event('Late set').id}`)
      await page.locator('iframe').scrollIntoViewIfNeeded()
      await expect(page.getByText('The tickets do not load here')).toBeVisible()
    },
  },
  eventAt('report of an event', 'Late set', { below: '/complaint' }),
  eventAt('report of an event, received', 'Late set', { below: '/complaint?received=12' }),
  eventAt('event in preparation', 'Hack the harbour'),
  eventAt('event paused', 'Raku'),
  eventAt('event over', 'Glaze chemistry'),
  eventAt('event cancelled', 'Hot club'),
  eventAt('event of several dates without tickets', 'Open stage'),
  saleAt('own event on sale', 'Late set', 'organiser'),
  eventAt('own event cancelled', 'Hot club', { as: 'organiser' }),
  eventAt('telling ticket holders', 'Hot club', { as: 'organiser', below: '/holders' }),
  eventAt('own event being edited', 'Late set', { as: 'organiser', below: '/edit' }),
  eventAt('unlinking', 'Late set', { as: 'organiser', below: '/unlink' }),
  eventAt('sales', 'Late set', { as: 'organiser', below: '/sales' }),
  eventAt('sales without tickets', 'Open stage', { as: 'organiser', below: '/sales' }),
  eventAt('tickets on other sites', 'Late set', { as: 'organiser', below: '/embed' }),
  eventAt('why, all well', 'Late set', { as: 'organiser', below: '/ticketing' }),
  eventAt('why, sold out', 'Listening night', { as: 'organiser', below: '/ticketing' }),
  eventAt('why, not yet', 'The long night', { as: 'organiser', below: '/ticketing' }),
  eventAt('why, archived', 'Hot club', { as: 'organiser', below: '/ticketing' }),
  {
    name: 'site: why, not published',
    as: 'guest',
    open: async (page, { system }) => {
      const { organiser, event } = await createLinkedEvent(system)
      await signInOn(page, system, organiser, `/event/${event.id}/ticketing`)
    },
  },
  {
    name: 'site: why, the ticket system is down',
    as: 'organiser',
    open: (page, { system, event }) =>
      withUnreachableTicketSystem(system, async () => {
        await page.goto(`${system.urls.site}/event/${event('Late set').id}/ticketing`)
        await page.getByText('What to tell the people').click()
      }),
  },
  at('back from nowhere', '/events/hi-events/callback'),
  {
    name: 'site: back from the ticket system',
    as: 'organiser',
    open: async (page, { system, event }) => {
      await page.goto(`${system.urls.site}/events/hi-events/callback?event_id=${event('Late set').id}`)
    },
  },
]
