import fc from 'fast-check'
import { ACTIONS, type ActionName } from './actions.ts'
import { type FaultName, FAULTS } from './faults.ts'
import { INCIDENTS } from './incidents.ts'

/** What an organiser does, the fault around it, and the milliseconds until the next action. */
export type OrganiserStep = { act: ActionName; fault: FaultName; pause: number }
/** Sequences of several events of one account that run at once, and the clock skew of the box office. */
export type Scene = { sequences: OrganiserStep[][]; skewMs: number }

const ALL_ACTS = Object.keys(ACTIONS) as ActionName[]
const ORDINARY = ALL_ACTS.filter((name) => !(name in INCIDENTS))
/** The most frequent actions. */
const OFTEN: ActionName[] = ['publish', 'publish', 'publish', 'pause', 'cancel', 'link']
/** An incident of a whole service concerns all scenes that run at once, so it is rarer than what one organiser does. */
const ACTS = [...ALL_ACTS, ...ORDINARY, ...ORDINARY, ...OFTEN, ...OFTEN]
const ALL_FAULTS = Object.keys(FAULTS) as FaultName[]

const step: fc.Arbitrary<OrganiserStep> = fc.record({
  act: fc.constantFrom(...ACTS),
  fault: fc.constantFrom(...ALL_FAULTS, ...ALL_FAULTS.map(() => 'nothing' as const)),
  pause: fc.constantFrom(0, 0, 20, 120),
})

/** Random scenes of four sequences each; the same seed gives the same scenes. */
export function scenesOf(sequences: number, seed: number): Scene[] {
  const scene = fc.record({
    sequences: fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 4, maxLength: 4 }),
    skewMs: fc.constantFrom(0, 0, 0, 700, 2000),
  })
  return fc.sample(scene, { numRuns: Math.ceil(sequences / 4), seed })
}
