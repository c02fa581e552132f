import { Beacon } from '@tuvens/contract'
import { Check } from 'typebox/schema'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchBeacons } from '../../../test-support/sent-beacons.ts'

let beacons: ReturnType<typeof watchBeacons>

beforeEach(() => {
  beacons = watchBeacons()
  // Each page view has a module of its own.
  vi.resetModules()
})
afterEach(() => beacons.restore())

const start = async (random: number) => {
  const view = await import('./beacons.ts')
  await view.startBeacons({ apiUrl: 'https://api.example', sample: 0.1, random: () => random })
  return view
}

describe('beacons', () => {
  it('tell how the tickets loaded, in a form that the API takes', async () => {
    const { reportWidget } = await start(0.05)
    reportWidget('ready', 812.4)
    reportWidget('timeout', 9e9)
    const all = await beacons.sent()
    expect(all[0]).toEqual({
      url: 'https://api.example/api/beacons',
      type: 'application/json',
      beacon: { widget: { outcome: 'ready', ms: 812 } },
    })
    expect(all.map(({ beacon }) => Check(Beacon, beacon))).toEqual([true, true])
  })

  it('tell of tickets that were there before the page was ready', async () => {
    const view = await import('./beacons.ts')
    view.reportWidget('ready', 300)
    await view.startBeacons({ apiUrl: 'https://api.example', sample: 1 })
    await view.startBeacons({ apiUrl: 'https://api.example', sample: 1 })
    const all = await beacons.sent()
    expect(all.map(({ beacon }) => beacon)).toEqual([{ widget: { outcome: 'ready', ms: 300 } }])
  })

  it('are sent by the page views of the sample only', async () => {
    const { reportWidget } = await start(0.1)
    reportWidget('ready', 812)
    expect(await beacons.sent()).toEqual([])
  })
})
