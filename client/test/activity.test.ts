import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Site, startSite } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

describe('the activity of an account', () => {
  it('is shown in words, from the team page on, page by page', async () => {
    const browser = await site.member()
    const team = await browser.open('/team')
    const link = [...team.document.querySelectorAll('main a')].find((each) =>
      each.textContent?.startsWith('Activity'),
    )
    const first = await browser.open(link?.getAttribute('href') ?? '')
    expect(first.text).toContain('Created an event')
    expect(first.text).toContain('Ada <Visser>, 2030-06-01 18:00 UTC')
    const more = first.document.querySelector('a[rel="next"]')?.getAttribute('href') ?? ''
    const second = await browser.open(more)
    expect(second.text).toContain('Invited somebody')
    expect(second.document.querySelector('a[rel="next"]')).toBeNull()
  })

  it('is for members who may read it', async () => {
    site.api.fail('/api/accounts/1/audit-log', 'PERMISSION_DENIED')
    expect((await (await site.member()).open('/team/activity?account=1')).status).toBe(403)
    site.api.recover()
  })
})
