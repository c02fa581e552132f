import type { Palette } from './palettes.ts'
import type { RandomSource } from './seed.ts'
import { circle, path, polar, polygon, rect, repeat, SIZE, slice } from './shapes.ts'

/** The sun over hills and tents. */
export function drawFestival(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const sun = [random.between(260, 540), random.between(290, 350)] as const
  const turn = random.between(0, 15)
  const rays = repeat(18, (i) =>
    polygon([sun, polar(sun, 900, turn + i * 20 - 4.5), polar(sun, 900, turn + i * 20 + 4.5)], {
      fill: light,
    }),
  )
  const hill = (y: number, fill: string) => {
    const bend = random.between(-90, 90)
    return path(`M0 ${y + bend}C220 ${y - 110} 520 ${y + 120} ${SIZE} ${y - bend}V${SIZE}H0Z`, { fill })
  }
  const tent = (x: number, size: number) =>
    [
      polygon(
        [
          [x, 690 - size],
          [x - size * 0.75, 706],
          [x + size * 0.75, 706],
        ],
        { fill: light },
      ),
      polygon(
        [
          [x, 690 - size],
          [x - size * 0.2, 706],
          [x + size * 0.2, 706],
        ],
        { fill: dark },
      ),
      path(`M${x} ${690 - size}v-46l34 13l-34 13`, { stroke: dark, width: 6, fill: strong }),
    ].join('')
  return [
    rays,
    circle(sun, 158, { fill: strong }),
    hill(520, second),
    hill(600, strong),
    tent(random.between(120, 240), random.between(120, 160)),
    tent(random.between(520, 660), random.between(90, 150)),
    hill(715, dark),
  ].join('')
}

/** A table set for a meal, seen from above. */
export function drawFood(random: RandomSource, { paper, strong, second, light, dark }: Palette): string {
  const stripes = repeat(6, (i) => rect([i * 148 - 20, 0], [74, SIZE], { fill: light, opacity: 0.45 }))
  const plate = [random.between(330, 440), random.between(390, 450)] as const
  const citrus = (at: readonly [number, number], radius: number, fill: string) =>
    [
      circle(at, radius, { fill }),
      circle(at, radius * 0.88, { fill: paper }),
      repeat(8, (i) => slice(at, radius * 0.8, { from: i * 45 + 4, to: i * 45 + 41, fill })),
    ].join('')
  const leaf = (angle: number) => {
    const [x, y] = polar(plate, 96, angle)
    const [tipX, tipY] = polar(plate, 208, angle)
    const [a, b] = [polar(plate, 160, angle - 22), polar(plate, 160, angle + 22)]
    return path(`M${x} ${y}Q${a.join(' ')} ${tipX} ${tipY}Q${b.join(' ')} ${x} ${y}Z`, { fill: second })
  }
  const start = random.between(0, 60)
  return [
    stripes,
    circle([plate[0] + 14, plate[1] + 18], 300, { fill: dark, opacity: 0.16 }),
    circle(plate, 300, { fill: '#fffaf0' }),
    circle(plate, 238, { stroke: strong, width: 7 }),
    repeat(7, (i) => leaf(start + i * 51.4)),
    citrus(plate, 108, strong),
    citrus([random.between(640, 740), random.between(70, 160)], 120, strong),
    citrus([random.between(650, 760), random.between(650, 740)], 92, second),
    rect([56, 130], [20, 540], { fill: dark, round: 10 }),
    repeat(3, (i) => rect([32 + i * 26, 90], [14, 150], { fill: dark, round: 7 })),
  ].join('')
}

/** The lanes of a running track, and a ball in flight. */
export function drawSports(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const at = [random.between(-40, 90), random.between(700, 840)] as const
  const ball = [random.between(480, 600), random.between(210, 300)] as const
  const lanes = repeat(8, (i) => circle(at, 830 - i * 84, { fill: [strong, second][i % 2] ?? strong }))
  const lines = repeat(8, (i) => circle(at, 830 - i * 84, { stroke: '#fff', width: 5, opacity: 0.85 }))
  const wake = repeat(5, (i) =>
    circle([ball[0] - 78 - i * 62, ball[1] + 52 + i * i * 16], 52 - i * 9, {
      fill: light,
      opacity: 0.75 - i * 0.13,
    }),
  )
  return [
    lanes,
    lines,
    circle(at, 160, { fill: dark }),
    wake,
    circle(ball, 118, { fill: light }),
    path(
      `M${ball[0] - 112} ${ball[1] - 30}Q${ball[0]} ${ball[1] + 26} ${ball[0] + 66} ${ball[1] - 98}M${ball[0] - 40} ${ball[1] + 112}Q${ball[0] + 10} ${ball[1] + 26} ${ball[0] + 116} ${ball[1] + 20}`,
      { stroke: dark, width: 9 },
    ),
  ].join('')
}

/** A flower. */
export function drawCharity(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const at = [random.between(370, 430), random.between(360, 410)] as const
  const start = random.between(0, 30)
  const petal = (index: number, [length, width]: readonly [number, number], fill: string) => {
    const angle = start + index * 36
    const tip = polar(at, length, angle)
    const [a, b] = [polar(at, length * 0.72, angle - width), polar(at, length * 0.72, angle + width)]
    return path(`M${at.join(' ')}Q${a.join(' ')} ${tip.join(' ')}Q${b.join(' ')} ${at.join(' ')}Z`, { fill })
  }
  return [
    path(`M${at.join(' ')}Q${at[0] + random.between(-80, 80)} 620 ${at[0]} ${SIZE}`, {
      stroke: dark,
      width: 20,
    }),
    path(`M${at[0]} 720Q${at[0] + 170} 700 ${at[0] + 200} 590Q${at[0] + 60} 580 ${at[0]} 720Z`, {
      fill: second,
    }),
    repeat(10, (i) => petal(i, [345, 26], i % 2 === 0 ? strong : second)),
    repeat(10, (i) => petal(i + 0.5, [232, 25], light)),
    circle(at, 74, { fill: dark }),
    circle(at, 36, { fill: light }),
  ].join('')
}
