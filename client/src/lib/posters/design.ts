import { isPaletteName, type PaletteName, palettesOf } from './palettes.ts'
import { hashOf, randomOf } from './seed.ts'

/** Everything a poster is drawn from. `motif` is the event's category. */
export type PosterDesign = { motif: string; palette: PaletteName; seed: number }

type PosterSubject = { id: string; title: string; category: string }

export function designOf({ title, category }: Omit<PosterSubject, 'id'>): PosterDesign {
  const seed = hashOf(`${category}:${title.trim().toLowerCase()}`)
  return { motif: category, palette: randomOf(seed).pick(palettesOf(category)), seed }
}

/** The poster's address. It contains the design, so that drawing needs no database and the image can be cached for ever. */
export function posterPathOf(subject: PosterSubject): string {
  const { motif, palette, seed } = designOf(subject)
  return `/posters/${subject.id}.svg?look=${motif.toLowerCase()}-${palette}-${seed.toString(16)}`
}

/** Reads the design from an address; null when it is missing or invalid. */
export function parseDesign(given: string | null): PosterDesign | null {
  const [, motif, palette, seed] = /^([a-z_]{1,20})-([a-z]{1,12})-([0-9a-f]{1,8})$/.exec(given ?? '') ?? []
  if (motif === undefined || palette === undefined || seed === undefined) return null
  if (!isPaletteName(palette)) return null
  return { motif: motif.toUpperCase(), palette, seed: Number.parseInt(seed, 16) }
}
