import { freePort } from '@tuvens/platform/free-port'
import { createEventOnSale } from '../harness/people.ts'
import type { System } from '../harness/system.ts'
import { expect, test } from '../harness/test.ts'

/** Has every page view reported, to an API that serves its metrics. */
async function reportAllViews({ parts: { api, site } }: System): Promise<string> {
  const port = await freePort()
  Object.assign(api.spec.env, { METRICS_PORT: String(port) })
  Object.assign(site.spec.env, { BEACON_SAMPLE_PERCENT: '100' })
  for (const part of [api, site]) {
    await part.stop()
    await part.start()
  }
  return `http://127.0.0.1:${port}/metrics`
}

// The API is another origin than the pages, so browsers ask it first whether it takes a beacon.
test('browsers report to the metrics of the API how tickets loaded and what the page felt like', async ({
  newPerson,
  ownSystem: system,
}) => {
  const metrics = await reportAllViews(system)
  const read = async (line: string) => {
    const text = await (await fetch(metrics)).text()
    return text.split('\n').filter((each) => each.startsWith(line))
  }
  const { event } = await createEventOnSale(system)
  const page = await newPerson()
  await page.goto(`${system.urls.site}/event/${event.id}`)
  await expect
    .poll(() => read('tuvens_widget_load_seconds_count'))
    .toEqual(['tuvens_widget_load_seconds_count{outcome="ready"} 1'])
  // Leaving the page hides it.
  await page.goto('about:blank')
  await expect
    .poll(() => read('tuvens_web_vital_count{name="LCP"}'))
    .toEqual(['tuvens_web_vital_count{name="LCP"} 1'])
  // The way of the change that put the tickets on sale began with a webhook of the ticket system.
  await expect
    .poll(() => read('tuvens_publish_to_page_seconds_count'))
    .toEqual([expect.stringMatching(/ [1-9]/)])
})
