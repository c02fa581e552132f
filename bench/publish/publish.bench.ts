import { chromium } from '@playwright/test'
import { setTimeout as sleep } from 'node:timers/promises'
import { findChromium } from '../../scripts/system/chromium.ts'
import { median, percentile } from '../measure/figures.ts'
import { type ReportSection, show } from '../measure/table.ts'
import { type OnEnd, type BenchPart, withClosers } from '../part.ts'
import { startServices } from '../stage/services.ts'
import { makeTicketedEvent, type TicketedEvent } from '../stage/ticketed-event.ts'
import { type OpenPage, openPage } from './open-page.ts'
import { BenchError } from '../bench-error.ts'

type Size = { rounds: number; pages: number }
const FULL: Size = { rounds: 15, pages: 2 }
const QUICK: Size = { rounds: 2, pages: 2 }

/** The flags of the browser tests: the machine may have no display and no sandbox. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
]
const REST_MS = 300

/** Milliseconds from the organiser's click. */
type Timing = { answered: number; shown: number; usable: number; pauseAnswered: number; gone: number }

/** Measures the whole flow: an organiser publishes and pauses, and open event pages follow. */
export const publish: BenchPart = {
  name: 'publish',
  run: (bench) =>
    withClosers(async (onEnd) => {
      const size = bench.quick ? QUICK : FULL
      bench.progress('publish: building and starting everything')
      const services = await startServices(bench.machine, 'publish', ['boxOffice', 'api', 'tickets', 'site'])
      onEnd(services.stop)
      const event = await makeTicketedEvent(services)
      const pages = await openPages(`${services.urls.site}/event/${event.eventId}`, size, onEnd)
      bench.progress(`publish: ${size.rounds} rounds`)
      return [sectionOf(await measure(event, pages, size.rounds), size)]
    }),
}

async function openPages(address: string, { pages }: Size, onEnd: OnEnd): Promise<OpenPage[]> {
  const executablePath = findChromium(process.env)
  if (executablePath === undefined)
    throw new BenchError('There is no Chromium: install one, or set CHROMIUM_PATH to its path.')
  const browser = await chromium.launch({ executablePath, args: FLAGS })
  onEnd(() => browser.close())
  const opened: OpenPage[] = []
  while (opened.length < pages) opened.push(await openPage(browser, address))
  return opened
}

/** Publishes and pauses in turn. Drops the first turn, which loads everything. */
async function measure(
  { desk, hiEventId }: TicketedEvent,
  pages: OpenPage[],
  rounds: number,
): Promise<Timing[]> {
  const timings: Timing[] = []
  for (let round = 0; round <= rounds; round++) {
    const published = await click(() => desk.setStatus(hiEventId, 'LIVE'))
    const shown = await last(pages.map((page) => page.seen('shown', published.at)))
    const usable = await last(pages.map((page) => page.seen('ready', published.at)))
    await sleep(REST_MS)
    const paused = await click(() => desk.setStatus(hiEventId, 'DRAFT'))
    const gone = await last(pages.map((page) => page.seen('gone', paused.at)))
    await sleep(REST_MS)
    if (round === 0) continue
    timings.push({
      answered: published.took,
      shown: shown - published.at,
      usable: usable - published.at,
      pauseAnswered: paused.took,
      gone: gone - paused.at,
    })
  }
  return timings
}

async function click(work: () => Promise<void>): Promise<{ at: number; took: number }> {
  const at = Date.now()
  await work()
  return { at, took: Date.now() - at }
}

async function last(times: Promise<number>[]): Promise<number> {
  return Math.max(...(await Promise.all(times)))
}

const ROWS: [keyof Timing, string][] = [
  ['answered', 'publish → the box office answers'],
  ['shown', 'publish → every open page shows the widget'],
  ['usable', 'publish → the ticket picker in it is ready'],
  ['pauseAnswered', 'pause → the box office answers'],
  ['gone', 'pause → no open page shows the widget'],
]

function sectionOf(timings: Timing[], { rounds, pages }: Size): ReportSection {
  return {
    title: 'From the click to the page',
    description: `${rounds} times, ${pages} event pages open in Chromium; the slower page counts. Whole system: box office, native webhook, ticket origin, status webhook, API, stream, page. Goal: under a second.`,
    columns: ['from → to', 'median ms', 'p90 ms', 'slowest ms'],
    rows: ROWS.map(([figure, description]) => {
      const values = timings.map((timing) => timing[figure])
      return [description, show(median(values)), show(percentile(values, 0.9)), show(Math.max(...values))]
    }),
    ratios: [],
  }
}
