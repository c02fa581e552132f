import { moodsOf, type PaletteName, PALETTES } from './palettes.ts'
import { hashOf, randomOf } from './seed.ts'

/** What a poster follows from. `motif` is the event's category. */
export type Look = { motif: string; palette: PaletteName; seed: number }

type Subject = { id: string; title: string; category: string }

export function lookOf({ title, category }: Omit<Subject, 'id'>): Look {
  const seed = hashOf(`${category}:${title.trim().toLowerCase()}`)
  return { motif: category, palette: randomOf(seed).pick(moodsOf(category)), seed }
}

/** The poster's address. It carries its look, so that drawing needs no look-up and the answer can be kept for ever. */
export function posterAddress(subject: Subject): string {
  const { motif, palette, seed } = lookOf(subject)
  return `/posters/${subject.id}.svg?look=${motif.toLowerCase()}-${palette}-${seed.toString(16)}`
}

/** The look in an address, or null when it is missing or not one of ours. */
export function parseLook(given: string | null): Look | null {
  const [, motif, palette, seed] = /^([a-z_]{1,20})-([a-z]{1,12})-([0-9a-f]{1,8})$/.exec(given ?? '') ?? []
  if (motif === undefined || palette === undefined || seed === undefined) return null
  if (!Object.hasOwn(PALETTES, palette)) return null
  return { motif: motif.toUpperCase(), palette: palette as PaletteName, seed: Number.parseInt(seed, 16) }
}
