import { type Browser, chromium, type Page } from '@playwright/test'
import { build } from 'esbuild'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findChromium } from '../../../../scripts/system/chromium.ts'

const CHROMIUM = findChromium(process.env)

describe.skipIf(CHROMIUM === undefined)('the script of the pages, in a browser', () => {
  let browser: Browser
  let page: Page
  let script: string
  beforeAll(async () => {
    const entry = join(import.meta.dirname, 'pages.browser.ts')
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife' })
    script = outputFiles[0]?.text ?? ''
    browser = await chromium.launch({
      ...(CHROMIUM !== undefined && { executablePath: CHROMIUM }),
      args: ['--no-sandbox', '--disable-gpu'],
    })
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    page = await browser.newPage()
  })
  afterEach(() => page.close())

  /** Shows a page made of `body` at `path`, with the script at its end, where a form's answer is counted. */
  const show = async (body: string, path = '/') => {
    let posts = 0
    await page.route('**/*', async (route) => {
      if (route.request().method() === 'POST') posts++
      const html = `<!doctype html><title>x</title>${body}<script>${script}</script>`
      await (route.request().method() === 'POST'
        ? new Promise((done) => setTimeout(done, 300)).then(() => route.fulfill({ status: 204 }))
        : route.fulfill({ contentType: 'text/html', body: html }))
    })
    await page.goto(`http://box-office.test${path}`)
    return () => posts
  }

  const STEPPER = `<div class="stepper">
    <button type="button" data-step="-1" hidden>less</button>
    <input type="number" value="0" min="0" max="2">
    <button type="button" data-step="1" hidden>more</button></div>`

  it('counts tickets up and down within their bounds', async () => {
    await show(STEPPER)
    const [less, more, input] = [page.getByText('less'), page.getByText('more'), page.locator('input')]
    expect([await less.isDisabled(), await more.isDisabled()]).toEqual([true, false])
    await more.click()
    await more.click()
    expect([await input.inputValue(), await more.isDisabled()]).toEqual(['2', true])
    await less.click()
    expect(await input.inputValue()).toBe('1')
    await input.fill('7')
    expect(await more.isDisabled()).toBe(true)
  })

  const held = (seconds: number) =>
    `<p data-hold-seconds="${seconds}">Held until 14:32 <span data-hold-left hidden></span></p>`

  it('counts the reservation down by passed time, and marks its last two minutes', async () => {
    await page.clock.install()
    await show(held(150))
    const [line, left] = [page.locator('p'), page.locator('span')]
    expect(await left.textContent()).toBe('2:30 left')
    expect(await line.getAttribute('data-soon')).toBeNull()
    await page.clock.runFor(31_000)
    expect(await left.textContent()).toBe('1:59 left')
    expect(await line.getAttribute('data-soon')).toBe('')
  })

  it('reloads the page when the time is over', async () => {
    await page.clock.install()
    await show(held(2))
    const again = page.waitForEvent('load')
    await page.clock.runFor(4000)
    await again
  })

  it('sends a form once, however often it is clicked', async () => {
    const posts = await show('<form method="post"><button>Send</button></form>')
    const answered = page.waitForResponse((each) => each.request().method() === 'POST')
    await page.getByText('Send').dblclick()
    await answered
    expect(posts()).toBe(1)
    expect(await page.locator('button').getAttribute('aria-busy')).toBe('true')
  })

  it('removes the session identifier of an order from the address', async () => {
    await show('', '/checkout/1/o_1/details?session_identifier=secret')
    expect(page.url()).toBe('http://box-office.test/checkout/1/o_1/details')
  })

  it('leaves every other address as it is', async () => {
    await show('', '/manage/event/1/orders?query=x')
    expect(page.url()).toBe('http://box-office.test/manage/event/1/orders?query=x')
  })

  it('scrolls to the current tab when the row is wider than the screen', async () => {
    await page.setViewportSize({ width: 200, height: 400 })
    const tabs = Array.from(
      { length: 8 },
      (_, at) => `<a href="#" ${at === 7 ? 'aria-current="page"' : ''}>Tab number ${at}</a>`,
    )
    await show(
      `<nav class="tabs" style="display:flex;overflow-x:auto;white-space:nowrap;gap:20px">${tabs.join('')}</nav>`,
    )
    expect(await page.locator('nav').evaluate((nav) => nav.scrollLeft)).toBeGreaterThan(200)
  })
})
