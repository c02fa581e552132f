import AxeBuilder from '@axe-core/playwright'
import { startHeartbeat } from '@tuvens/platform/nodes/heartbeat'
import type { Browser, BrowserContext } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../../hi-events/test-support/chromium.ts'
import { findChromium } from '../../scripts/system/chromium.ts'
import { type OperatorStand, startOperatorStand, TOKEN } from './stand.ts'

let stand: OperatorStand
let browser: Browser
const running: { stop: () => Promise<void> }[] = []
beforeAll(async () => {
  stand = await startOperatorStand()
  browser = await launchChromium(findChromium(process.env))
  running.push(startHeartbeat(stand.world.api.context), startHeartbeat(stand.world.tickets.context))
  await fill()
})
afterAll(async () => {
  await browser.close()
  await Promise.all(running.map((each) => each.stop()))
  await stand.stop()
})

/** One of everything that the pages show, with words that are long. */
async function fill() {
  const event = await stand.organiser.event()
  await stand.organiser.enable(event.id)
  const { context } = stand.world.tickets
  await context.db`
    insert into outbox (id, tuvens_event_id, hi_event_id, title, source_status, sent_at_ms, attempts, dead_at, last_error)
    select gen_random_uuid(), tuvens_event_id, hi_event_id, title, 'LIVE', 1000, 9, now(), 'answered 409' from link_statuses`
  await context.db`update link_statuses set stopped_at = now(), stopped_reason = 'conflict'`
  await stand.world.api.context.db`
    insert into audit_log (operation, outcome, actor, request_id, address, note)
    values ('a-long-operation', 'SESSION_BROWSER_MISMATCH', 'operator:grace', ${'0123456789abcdef'.repeat(2)}, '2001:db8::1', ${'word'.repeat(40)})`
}

async function pageOf(width: number, colorScheme: 'light' | 'dark'): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    baseURL: stand.url,
  })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel("Operator's token").fill(TOKEN)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${stand.url}/`)
  return context
}

const deliveryPath = async () => {
  const { document } = await stand.ops('dead-letters', 'list', '--json')
  return `/deliveries/report/${document.deliveries[0].id}`
}
const PATHS = [
  '/',
  '/dead-letters',
  '/deliveries?event_id=2',
  'one delivery',
  '/links',
  '/sessions?user_id=1',
  '/audit-log',
  '/nothing',
]
/** A folder for pictures of the pages, for a person to look at. */
const SHOTS = process.env['CONSOLE_SHOTS']

describe.each([390, 1280])('at %i px, a page of the console', (width) => {
  it.each(['light', 'dark'] as const)(
    'fits, works without scripts of its own, and can be read by all, %s',
    async (theme) => {
      const context = await pageOf(width, theme)
      for (const each of PATHS) {
        const path = each === 'one delivery' ? await deliveryPath() : each
        const page = await context.newPage()
        const complaints: string[] = []
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
        await page.goto(path)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        // The narrow screen changes only the layout, and its rules are slow.
        const violations =
          width > 1000 ? (await new AxeBuilder({ page }).setLegacyMode().analyze()).violations : []
        if (SHOTS !== undefined)
          await page.screenshot({
            path: `${SHOTS}/${each.replaceAll(/\W+/g, '-')}-${width}-${theme}.png`,
            fullPage: true,
          })
        expect({
          path: each,
          overflow,
          violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        }).toEqual({
          path: each,
          overflow: 0,
          violations: [],
        })
        expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
        await page.close()
      }
      await context.close()
    },
  )
})
