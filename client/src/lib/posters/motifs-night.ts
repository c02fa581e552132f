import type { Palette } from './palettes.ts'
import type { RandomSource } from './seed.ts'
import { circle, path, polar, polygon, rect, repeat, SIZE, slice, turned } from './shapes.ts'

/** A mirror ball with beams of light. */
export function drawNightlife(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const at = [random.between(330, 470), random.between(330, 420)] as const
  const radius = random.between(170, 215)
  const start = random.between(0, 40)
  const beams = repeat(9, (i) => {
    const angle = start + i * 40
    const spread = random.between(6, 15)
    const fill = [strong, second, light][i % 3] ?? strong
    return polygon([at, polar(at, 900, angle - spread), polar(at, 900, angle + spread)], {
      fill,
      opacity: 0.8,
    })
  })
  const rows = repeat(7, (i) => {
    const ry = radius * Math.sin(((i + 1) * Math.PI) / 8)
    return `<ellipse cx="${at[0]}" cy="${at[1]}" rx="${ry}" ry="${radius}" fill="none" stroke="${dark}" stroke-width="3"/>`
  })
  const lines = repeat(9, (i) => {
    const y = at[1] - radius + ((i + 1) * radius) / 5
    const half = Math.sqrt(Math.max(0, radius ** 2 - (y - at[1]) ** 2))
    return path(`M${at[0] - half} ${y}H${at[0] + half}`, { stroke: dark, width: 3 })
  })
  const glints = repeat(6, () =>
    circle(polar(at, radius * random.next(), random.between(0, 360)), random.between(6, 16), {
      fill: '#fff',
    }),
  )
  return [
    beams,
    rect([at[0] - 3, 0], [6, at[1]], { fill: dark }),
    circle(at, radius, { fill: light }),
    slice(at, radius, { from: 30, to: 160, fill: strong, opacity: 0.6 }),
    rows,
    lines,
    glints,
  ].join('')
}

/** A stage between curtains, in the light of one spot. */
export function drawTheater(random: RandomSource, { paper, strong, second, light, dark }: Palette): string {
  const spot = random.between(320, 480)
  const fold = (i: number, side: 1 | -1) => {
    const edge = side === 1 ? i * 46 : SIZE - i * 46
    const sway = side * (60 - i * 9)
    const fill = i % 2 === 0 ? strong : second
    return path(
      `M${edge} 0C${edge + sway} 260 ${edge - sway} 520 ${edge + sway * 0.4} 690H${edge + side * 62}C${edge + side * 62} 460 ${edge + side * 90} 240 ${edge + side * 62} 0Z`,
      { fill },
    )
  }
  return [
    rect([0, 0], [SIZE, SIZE], { fill: dark }),
    polygon(
      [
        [spot - 26, -10],
        [spot + 26, -10],
        [spot + 210, 700],
        [spot - 210, 700],
      ],
      { fill: light, opacity: 0.55 },
    ),
    `<ellipse cx="${spot}" cy="704" rx="212" ry="48" fill="${light}"/>`,
    circle([spot, 560], 46, { fill: dark }),
    path(`M${spot - 74} 712C${spot - 66} 610 ${spot + 66} 610 ${spot + 74} 712Z`, { fill: dark }),
    repeat(5, (i) => fold(4 - i, 1)),
    repeat(5, (i) => fold(4 - i, -1)),
    repeat(6, (i) => slice([66 + i * 134, 0], 76, { from: 0, to: 180, fill: i % 2 === 0 ? second : strong })),
    rect([0, 742], [SIZE, 58], { fill: paper, opacity: 0.9 }),
  ].join('')
}

/** A laughing face in confetti. */
export function drawComedy(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const at = [random.between(360, 440), random.between(380, 430)] as const
  const bits = repeat(46, () => {
    const place = [random.between(0, SIZE), random.between(0, SIZE)] as const
    const fill = random.pick([strong, second, light, dark])
    return turned(
      random.between(0, 180),
      place,
      rect(place, [random.between(14, 46), 13], { fill, round: 6 }),
    )
  })
  return [
    bits,
    turned(
      random.between(-16, 16),
      at,
      [
        circle(at, 262, { fill: light }),
        circle(at, 262, { stroke: dark, width: 12 }),
        path(`M${at[0] - 150} ${at[1] + 30}H${at[0] + 150}A150 150 0 0 1 ${at[0] - 150} ${at[1] + 30}Z`, {
          fill: dark,
        }),
        slice([at[0], at[1] + 150], 92, { from: 196, to: 344, fill: strong }),
        path(`M${at[0] - 136} ${at[1] - 62}q44 -64 88 0M${at[0] + 48} ${at[1] - 62}q44 -64 88 0`, {
          stroke: dark,
          width: 18,
        }),
      ].join(''),
    ),
  ].join('')
}
