import type { Palette } from './palettes.ts'
import type { RandomSource } from './seed.ts'
import { circle, path, rect, repeat, SIZE, slice, turned } from './shapes.ts'

/** Draws one of three motifs. */
export function drawMusic(random: RandomSource, palette: Palette): string {
  return random.pick([drawRecord, drawPianoKeys, drawStrings] as const)(random, palette)
}

/** A vinyl record and a sound wave. */
function drawRecord(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const at = [random.between(430, 620), random.between(470, 600)] as const
  const radius = random.between(310, 370)
  const grooves = repeat(9, (i) => circle(at, radius * (0.45 + i * 0.057), { stroke: strong, width: 2.5 }))
  const shine = [20, 200].map((angle) =>
    slice(at, radius, { from: angle, to: angle + 24, fill: second, opacity: 0.5 }),
  )
  const bars = repeat(13, (i) => {
    const height = random.between(50, 330)
    return rect([38 + i * 36, 300 - height * 0.62], [18, height], {
      fill: i % 4 === 1 ? light : strong,
      round: 9,
    })
  })
  return [
    circle([at[0] - 60, at[1] - 120], radius * 1.18, { fill: light }),
    circle(at, radius, { fill: dark }),
    ...shine,
    grooves,
    circle(at, radius * 0.36, { fill: strong }),
    slice(at, radius * 0.36, { from: random.between(0, 180), to: random.between(200, 330), fill: light }),
    circle(at, 13, { fill: dark }),
    bars,
  ].join('')
}

/** Piano keys below a fan of colours. */
function drawPianoKeys(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const at = [random.between(240, 560), 470] as const
  const colours = [second, strong, light, strong, second]
  const arcs = repeat(5, (i) => slice(at, 440 - i * 82, { from: 180, to: 360, fill: colours[i] ?? strong }))
  const white = repeat(8, (i) => rect([i * 100 + 3, 470], [94, 340], { fill: '#fffaf0', round: 8 }))
  const black = repeat(7, (i) =>
    i === 2 || i === 6 ? '' : rect([i * 100 + 72, 470], [58, 196], { fill: dark, round: 6 }),
  )
  const struck = random.whole(0, 7)
  return [
    arcs,
    circle([at[0], at[1] - 10], 40, { fill: dark }),
    rect([0, 470], [SIZE, 330], { fill: dark }),
    white,
    rect([struck * 100 + 3, 470], [94, 340], { fill: light, round: 8 }),
    black,
    rect([0, 462], [SIZE, 16], { fill: strong }),
  ].join('')
}

/** Vibrating strings over the sound hole of a guitar. */
function drawStrings(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const at = [random.between(300, 500), random.between(360, 470)] as const
  const radius = random.between(210, 250)
  const rings = repeat(3, (i) =>
    circle(at, radius + 26 + i * 34, { stroke: [light, strong, second][i] ?? strong, width: 15 }),
  )
  const lines = repeat(6, (i) => {
    const x = at[0] - 150 + i * 60
    const swing = random.between(-34, 34)
    return path(`M${x} -10C${x + swing} 250 ${x - swing} 560 ${x} 810`, {
      stroke: i % 2 === 0 ? light : '#fffaf0',
      width: 11 - i * 1.3,
    })
  })
  return turned(
    random.between(-28, 28),
    at,
    [
      rect([at[0] - 620, -300], [1240, 1400], { fill: strong, opacity: 0.35 }),
      rings,
      circle(at, radius, { fill: dark }),
      circle([at[0], at[1] + 26], radius * 0.86, { fill: second, opacity: 0.35 }),
      lines,
    ].join(''),
  )
}
