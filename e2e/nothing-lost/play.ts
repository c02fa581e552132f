import { setTimeout as sleep } from 'node:timers/promises'
import { ACTIONS } from './actions.ts'
import { FAULTS } from './faults.ts'
import type { OrganiserStep } from './steps.ts'
import type { Story } from './story.ts'

/** Plays the steps of one event. Failures of single actions are ignored: only the final state counts. */
export async function play(story: Story, steps: OrganiserStep[]): Promise<void> {
  for (const { act, fault, pause } of steps) {
    FAULTS[fault](story)
    await ACTIONS[act](story).catch((error: unknown) => {
      if (act === 'link') throw error
    })
    await sleep(pause)
  }
}
