import { setTimeout as sleep } from 'node:timers/promises'
import { ACTIONS } from './actions.ts'
import { FAULTS } from './faults.ts'
import type { OrganiserStep } from './steps.ts'
import type { Scenario } from './scenario.ts'

/** Plays the steps of one event. Failures of single actions are ignored: only the final state counts. */
export async function play(scenario: Scenario, steps: OrganiserStep[]): Promise<void> {
  for (const { act, fault, pause } of steps) {
    FAULTS[fault](scenario)
    await ACTIONS[act](scenario).catch((error: unknown) => {
      if (act === 'link') throw error
    })
    await sleep(pause)
  }
}
