import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../start/settings.ts'
import type { Steps } from '../start/types.ts'
import { programmeAt } from './programme/all.ts'
import type { Organiser } from './programme/shapes.ts'
import { type Desks, stage } from './stage.ts'
import { signIn } from './tuvens.ts'

export type Demo = {
  password: string
  organisers: { account: string; name: string; email: string }[]
}

type Given = { data: string; settings: Settings; steps: Steps }
/** Where the calls go, and what a browser calls the ticket origin. */
export type Places = { api: string; tickets: string; ticketOrigin: string }

/** Of every demo organiser. */
export const PASSWORD = 'let-me-sell-tickets'

/**
 * Demo data, once per installation, made as people would make it: by the API, the landing and the ticket system's REST.
 * Every step looks for its outcome first, so a run that was killed goes on where it stopped.
 */
export async function seedDemo({ data, settings, steps }: Given): Promise<Demo> {
  const marker = join(data, 'seed.json')
  const programme = programmeAt(Date.now())
  if (!existsSync(marker)) {
    try {
      await steps.step('Making demo data', (note) => seed(programme, placesOf(settings), note))
      writeFileSync(marker, `${JSON.stringify({ seededAt: new Date().toISOString() })}\n`)
    } catch (error) {
      // The system is as good without: what is missing is made at the next start.
      const said = error instanceof Error ? error.message : String(error)
      steps.say(`    Demo data is not complete and is taken up again at the next start: ${said}`)
    }
  }
  const organisers = programme.map(({ account, name, email }) => ({ account, name, email }))
  return { password: PASSWORD, organisers }
}

/** Makes what is missing of a programme: each organiser at work for themselves, one event after the other. */
export async function seed(
  programme: Organiser[],
  places: Places,
  note: (text: string) => void,
): Promise<void> {
  const count = programme.flatMap((organiser) => organiser.shows).length
  let made = 0
  const work = async (organiser: Organiser) => {
    const desks = await desksOf(organiser, places)
    for (const show of organiser.shows) {
      await stage(show, organiser, desks)
      made += 1
      note(`${made} of ${count} events`)
    }
  }
  await Promise.all(programme.map(work))
  note(`${count} events of ${programme.length} organisers`)
}

async function desksOf(organiser: Organiser, { api, tickets, ticketOrigin }: Places): Promise<Desks> {
  return {
    tuvens: await signIn(api, { ...organiser, password: PASSWORD }),
    tickets: { direct: tickets, origin: ticketOrigin },
  }
}

function placesOf({ ports, urls }: Settings): Places {
  const at = (port: number) => `http://127.0.0.1:${port}`
  return { api: at(ports.api), tickets: at(ports.tickets), ticketOrigin: urls.tickets }
}
