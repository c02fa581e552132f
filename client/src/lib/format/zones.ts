import { ZONES } from '@tuvens/platform/zones'

/** Every zone that a form offers, by the name it has today; with UTC, for events on the internet. */
export function allZones(): string[] {
  return [...ZONES].sort()
}
