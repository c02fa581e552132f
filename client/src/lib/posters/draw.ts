import type { PosterDesign } from './design.ts'
import * as day from './motifs-day.ts'
import * as mind from './motifs-mind.ts'
import * as music from './motifs-music.ts'
import * as night from './motifs-night.ts'
import { type Palette, PALETTES } from './palettes.ts'
import { type RandomSource, randomOf } from './seed.ts'
import { rect, SIZE } from './shapes.ts'

const MOTIFS: Record<string, (random: RandomSource, palette: Palette) => string> = {
  MUSIC: music.drawMusic,
  NIGHTLIFE: night.drawNightlife,
  THEATER: night.drawTheater,
  COMEDY: night.drawComedy,
  FESTIVAL: day.drawFestival,
  FOOD_DRINK: day.drawFood,
  SPORTS: day.drawSports,
  CHARITY: day.drawCharity,
  TECH: mind.drawTech,
  ART: mind.drawArt,
  BUSINESS: mind.drawBusiness,
  EDUCATION: mind.drawEducation,
  WORKSHOP: mind.drawWorkshop,
  SOCIAL: mind.drawSocial,
}

/** A poster as SVG. The same design gives the same bytes. It contains no text, and nothing that a caller chose. */
export function drawPoster({ motif, palette, seed }: PosterDesign): string {
  const colours = PALETTES[palette]
  const draw = MOTIFS[motif] ?? mind.drawOther
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
