import { laterThan } from '../dates.ts'
import { kiln } from './kiln.ts'
import type { DemoOrganiser } from './shapes.ts'
import { signalHouse } from './signal-house.ts'
import { velvetStair } from './velvet-stair.ts'

/** Three organisers with events in every state of ticketing, relative to the time `now`. */
export function programmeAt(now: number): DemoOrganiser[] {
  const later = laterThan(now)
  return [velvetStair(later), kiln(), signalHouse(later)]
}
