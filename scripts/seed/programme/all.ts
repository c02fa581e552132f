import { laterThan } from '../dates.ts'
import { kiln } from './kiln.ts'
import type { Organiser } from './shapes.ts'
import { signalHouse } from './signal-house.ts'
import { velvetStair } from './velvet-stair.ts'

/** Three organisers, their events, and every state ticketing can be in, around the moment `now`. */
export function programmeAt(now: number): Organiser[] {
  const later = laterThan(now)
  return [velvetStair(later), kiln(), signalHouse(later)]
}
