import { expect } from '@playwright/test'
import type { CheckoutOrder } from './orders.ts'
import type { View } from './view.ts'
import type { DemoWorld } from './world.ts'

function at(name: string, path: string | ((world: DemoWorld) => string), as: View['as'] = 'guest'): View {
  return {
    name: `box office: ${name}`,
    as,
    open: async (page, world) => {
      await page.goto(world.system.urls.tickets + (typeof path === 'string' ? path : path(world)))
    },
  }
}

const manage = (name: string, title: string, below = '') =>
  at(`manage, ${name}`, ({ hiId }) => `/manage/event/${hiId(title)}${below}`, 'organiser')

const checkout = ({ eventId, shortId, session }: CheckoutOrder, page: string) =>
  `/checkout/${eventId}/${shortId}/${page}?session_identifier=${session}`

const details = at('checkout', ({ orders }) => checkout(orders.reserved, 'details'))

const PUBLIC: View[] = [
  at('event on sale', ({ hiId }) => `/event/${hiId('Late set')}`),
  at('event on sale soon', ({ hiId }) => `/event/${hiId('The long night')}`),
  at('event sold out', ({ hiId }) => `/event/${hiId('Listening night')}`),
  at('event paused', ({ hiId }) => `/event/${hiId('Raku')}`),
  at('event over', ({ hiId }) => `/event/${hiId('Glaze chemistry')}`),
  details,
  at('checkout, to pay', ({ orders }) => checkout(orders.reservedPaid, 'details')),
  {
    ...details,
    name: `${details.name}, refused`,
    open: async (page, world) => {
      await details.open(page, world)
      await page.getByRole('button', { name: /^Get ticket/ }).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
    },
  },
  at('checkout, too late', ({ orders }) => checkout(orders.expired, 'details')),
  at('order', ({ orders }) => checkout(orders.done, 'summary')),
  at('order to be paid back', ({ orders }) => checkout(orders.due, 'summary')),
  {
    name: 'box office: ticket',
    as: 'guest',
    open: async (page, world) => {
      await page.goto(world.system.urls.tickets + checkout(world.orders.done, 'summary'))
      await page
        .getByRole('link', { name: /^Open ticket/ })
        .first()
        .click()
      await page.waitForURL(/\/ticket\//)
    },
  },
  at('mailbox', '/mailbox?address=ada@example.org'),
  at('sign in', '/auth/login'),
  {
    name: 'box office: sign in, refused',
    as: 'guest',
    open: async (page, { system }) => {
      await page.goto(`${system.urls.tickets}/auth/login`)
      await page.getByRole('button', { name: /^(Sign|Log) in/ }).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
    },
  },
  at('nothing here', '/no/such/page'),
]

/** Pages of the box office, for attendees and for organisers. */
export const BOX_OFFICE_VIEWS: View[] = [
  ...PUBLIC,
  at('all events', '/manage', 'organiser'),
  at('new event', '/manage/new', 'organiser'),
  manage('on sale', 'Late set'),
  manage('sold out', 'Listening night'),
  manage('cancelled', 'Hot club'),
  manage('getting started', 'Late set', '/getting-started'),
  manage('tickets', 'Late set', '/tickets'),
  manage('new ticket', 'Late set', '/tickets/new'),
  manage('orders', 'Afternoon matinee', '/orders'),
  manage('attendees', 'Afternoon matinee', '/attendees'),
  manage('no orders yet', 'The long night', '/orders'),
  manage('orders to be paid back', 'Late set', '/orders'),
  at(
    'manage, order to be paid back',
    ({ orders: { due } }) => `/manage/event/${due.eventId}/orders/${due.id}`,
    'organiser',
  ),
  at(
    'manage, marking as paid back',
    ({ orders: { due } }) => `/manage/event/${due.eventId}/orders/${due.id}/paid-back`,
    'organiser',
  ),
  manage('promo codes', 'Late set', '/promo-codes'),
  manage('sections', 'Late set', '/sections'),
  manage('taxes and fees', 'Late set', '/taxes'),
  manage('waiting list', 'Late set', '/waiting-list'),
  manage('settings', 'Late set', '/settings'),
  manage('cancelling', 'Late set', '/archive'),
  manage('deleting', 'Raku', '/delete'),
  manage('not to be deleted', 'Afternoon matinee', '/delete'),
  {
    name: 'box office: manage, new ticket, refused',
    as: 'organiser',
    open: async (page, { system, hiId }) => {
      await page.goto(`${system.urls.tickets}/manage/event/${hiId('Late set')}/tickets/new`)
      await page.getByLabel('Name', { exact: true }).first().fill('')
      await page
        .getByRole('button', { name: /^(Add|Save)/ })
        .last()
        .click()
      await expect(page.getByRole('alert').first()).toBeVisible()
    },
  },
]
