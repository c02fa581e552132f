import type { PosterDesign } from './design.ts'
import { charity, festival, food, sports } from './motifs-day.ts'
import { art, business, education, other, social, tech, workshop } from './motifs-mind.ts'
import { music } from './motifs-music.ts'
import { comedy, nightlife, theater } from './motifs-night.ts'
import { type Palette, PALETTES } from './palettes.ts'
import { type RandomSource, randomOf } from './seed.ts'
import { rect, SIZE } from './shapes.ts'

const MOTIFS: Record<string, (random: RandomSource, palette: Palette) => string> = {
  MUSIC: music,
  NIGHTLIFE: nightlife,
  THEATER: theater,
  COMEDY: comedy,
  FESTIVAL: festival,
  FOOD_DRINK: food,
  SPORTS: sports,
  CHARITY: charity,
  TECH: tech,
  ART: art,
  BUSINESS: business,
  EDUCATION: education,
  WORKSHOP: workshop,
  SOCIAL: social,
}

/** A poster as SVG. The same design gives the same bytes. It contains no text, and nothing that a caller chose. */
export function drawPoster({ motif, palette, seed }: PosterDesign): string {
  const colours = PALETTES[palette]
  const draw = MOTIFS[motif] ?? other
  const canvas = [SIZE, SIZE] as const
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}">`,
    `<defs><pattern id="print" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(32)"><circle cx="2" cy="2" r="1.1" fill="${colours.dark}"/></pattern></defs>`,
    rect([0, 0], canvas, { fill: colours.paper }),
    draw(randomOf(seed ^ 0x9e3779b9), colours),
    `<rect width="${SIZE}" height="${SIZE}" fill="url(#print)" opacity="0.09"/>`,
    '</svg>',
  ].join('')
}
