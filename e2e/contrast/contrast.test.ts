import type { Browser, Page } from '@playwright/test'
import { createElement } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../../hi-events/test-support/chromium.ts'
import { findChromium } from '../../scripts/system/chromium.ts'
import { minify } from '@tuvens/design/stylesheet'
import { EveryPart } from './mail.tsx'
import { classesOf, gallery } from './gallery.ts'
import { show, type Surface, SURFACES, tooFaint } from './page.ts'
import { forceState } from './states.ts'

const THEMES = ['light', 'dark'] as const
const STATES = ['hover', 'focus-visible'] as const

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launchChromium(findChromium(process.env))
  page = await browser.newPage()
})
afterAll(() => browser.close())

/** Drawn over a page, without words, or the page itself. */
const UNSEEN = ['skip-link', 'card__media', 'cover', 'picker', 'picker__foot', 'offer']

/** The classes in the selectors of rules that set a colour. */
function colouredClasses(css: string): string[] {
  return css
    .split('}')
    .map((rule) => rule.split('{').slice(-2))
    .filter(([, body = '']) =>
      body.split(';').some((each) => /^(color|background|border-color|--tone):/.test(each)),
    )
    .flatMap(([selector = '']) =>
      [...selector.matchAll(/\.([a-z][\w-]{0,60})/g)].map(([, name = '']) => name),
    )
}

const surfaces = Object.keys(SURFACES) as Surface[]
const cases = surfaces.flatMap((surface) => THEMES.map((theme) => ({ surface, theme })))

it.each(surfaces)('the gallery shows every part of the %s that has a colour', (surface) => {
  const shown = new Set([...classesOf(gallery(SURFACES[surface])), ...UNSEEN])
  expect(colouredClasses(minify(SURFACES[surface])).filter((each) => !shown.has(each))).toEqual([])
})

it('every part of a mail is seen', async () => {
  await page.setContent(renderToString(createElement(EveryPart, null)))
  expect(await tooFaint(page)).toEqual([])
})

describe.each(cases)('every part on every ground of the $surface, $theme', ({ surface, theme }) => {
  beforeAll(async () => {
    await page.emulateMedia({ colorScheme: theme })
    await show(page, surface, gallery(SURFACES[surface]))
  })

  it('is seen', async () => {
    expect(await tooFaint(page)).toEqual([])
  })

  it.each(STATES)('is seen while it has %s', async (state) => {
    await forceState(page, state)
    expect(await tooFaint(page)).toEqual([])
  })
})
