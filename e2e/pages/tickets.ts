import { expect } from '@playwright/test'
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

const picker = (name: string, title: string) => at(`picker, ${name}`, ({ hiId }) => `/embed/${hiId(title)}`)

/** The picker in every state. */
export const TICKET_VIEWS: View[] = [
  picker('on sale', 'Late set'),
  picker('several prices', 'Signals'),
  picker('donations', 'Sunday matinee'),
  picker('sold out', 'Listening night'),
  picker('not yet', "New Year's Eve"),
  picker('over', 'Glaze chemistry'),
  picker('paused', 'Raku'),
  at('picker of nothing', '/embed/999999'),
  {
    name: 'tickets: picker, refused',
    as: 'guest',
    open: async (page, { system, hiId }) => {
      await page.goto(`${system.urls.tickets}/embed/${hiId('Late set')}`)
      await page.getByRole('button', { name: 'Get tickets' }).click()
      await expect(page.getByRole('alert').first()).toBeVisible()
    },
  },
]
