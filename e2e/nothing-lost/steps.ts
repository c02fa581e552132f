import fc from 'fast-check'
import { ACTIONS, type Act } from './actions.ts'
import { type Wrong, WRONGS } from './wrongs.ts'

/** What an organiser does, what goes wrong with it, and the milliseconds until they do the next thing. */
export type Step = { act: Act; wrong: Wrong; pause: number }
/** What several organisers' events of one account go through at once, and how far the box office's clock is ahead. */
export type Scene = { sequences: Step[][]; skewMs: number }

const ALL_ACTS = Object.keys(ACTIONS) as Act[]
/** What people do most. */
const OFTEN: Act[] = ['publish', 'publish', 'publish', 'pause', 'cancel', 'link']
const ALL_WRONGS = Object.keys(WRONGS) as Wrong[]

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...ALL_ACTS, ...OFTEN),
  wrong: fc.constantFrom(...ALL_WRONGS, ...ALL_WRONGS.map(() => 'nothing' as const)),
  pause: fc.constantFrom(0, 0, 20, 120),
})

/** Random scenes of four sequences each; the same seed gives the same. */
export function scenesOf(sequences: number, seed: number): Scene[] {
  const scene = fc.record({
    sequences: fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 4, maxLength: 4 }),
    skewMs: fc.constantFrom(0, 0, 0, 700, 2000),
  })
  return fc.sample(scene, { numRuns: Math.ceil(sequences / 4), seed })
}
