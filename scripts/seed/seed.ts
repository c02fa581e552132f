import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StartSettings } from '../start/settings.ts'
import type { Steps } from '../start/types.ts'
import { programmeAt } from './programme/all.ts'
import type { DemoOrganiser } from './programme/shapes.ts'
import { insertOrganisers } from './insert-organisers.ts'
import { type Desks, prepareShow } from './prepare-show.ts'
import { signIn } from './tuvens.ts'

export type Demo = {
  password: string
  organisers: { account: string; name: string; email: string }[]
}

type Given = { data: string; settings: StartSettings; steps: Steps; apiDatabase: string }
/** Addresses of the services, and the public address of the ticket origin. */
export type Places = { api: string; tickets: string; ticketOrigin: string }

/** Password of every demo organiser. */
export const PASSWORD = 'let-me-sell-tickets'

/** Exists from the moment at which the first demo organiser may exist. */
const BEGUN = 'seed-begun'

/** Whether the data of this folder contain demo organisers, whose password is published. */
export function hasDemo(data: string): boolean {
  return [BEGUN, 'seed.json'].some((each) => existsSync(join(data, each)))
}

/**
 * Creates demo data once for each installation, with the calls that browsers make: API, landing and REST of the ticket system.
 * Each step first checks whether its result exists, so a run that was killed can be continued.
 */
export async function seedDemo({ data, settings, steps, apiDatabase }: Given): Promise<Demo> {
  const marker = join(data, 'seed.json')
  const programme = programmeAt(Date.now())
  if (!existsSync(marker)) {
    writeFileSync(join(data, BEGUN), '')
    try {
      await steps.step('Creating demo data', async (note) => {
        await insertOrganisers(
          apiDatabase,
          programme.map((organiser) => ({ ...organiser, password: PASSWORD })),
        )
        await seed(programme, placesOf(settings), note)
      })
      writeFileSync(marker, `${JSON.stringify({ seededAt: new Date().toISOString() })}\n`)
    } catch (error) {
      // The system works without it, and the next start creates what is missing.
      const message = error instanceof Error ? error.message : String(error)
      steps.print(`    Demo data is not complete; the next start continues with it: ${message}`)
    }
  }
  const organisers = programme.map(({ account, name, email }) => ({ account, name, email }))
  return { password: PASSWORD, organisers }
}

/** Creates what is missing of a programme: the organisers in parallel, the events of one organiser in sequence. */
export async function seed(
  programme: DemoOrganiser[],
  places: Places,
  note: (text: string) => void,
): Promise<void> {
  const count = programme.flatMap((organiser) => organiser.shows).length
  let done = 0
  const createShows = async (organiser: DemoOrganiser) => {
    const desks = await desksOf(organiser, places)
    for (const show of organiser.shows) {
      await prepareShow(show, organiser, desks)
      done += 1
      note(`${done} of ${count} events`)
    }
  }
  await Promise.all(programme.map(createShows))
  note(`${count} events of ${programme.length} organisers`)
}

async function desksOf(organiser: DemoOrganiser, { api, tickets, ticketOrigin }: Places): Promise<Desks> {
  return {
    tuvens: await signIn(api, { ...organiser, password: PASSWORD }),
    tickets: { direct: tickets, origin: ticketOrigin },
  }
}

function placesOf({ ports, urls }: StartSettings): Places {
  const at = (port: number) => `http://127.0.0.1:${port}`
  return { api: at(ports.api), tickets: at(ports.tickets), ticketOrigin: urls.tickets }
}
