import type { Palette } from './palettes.ts'
import type { RandomSource } from './seed.ts'
import { circle, path, polygon, rect, repeat, SIZE, slice, turned } from './shapes.ts'

/** Stacked blocks, or crossing waves. */
export function drawTech(random: RandomSource, palette: Palette): string {
  return random.pick([drawBlocks, drawWaves] as const)(random, palette)
}

/** A grid of dots, larger where two waves meet. */
function drawWaves(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const sources = [
    [random.between(80, 330), random.between(80, 330)],
    [random.between(460, 720), random.between(460, 720)],
  ] as const
  const beat = random.between(34, 48)
  const dot = (index: number) => {
    const at = [25 + (index % 16) * 50, 25 + Math.floor(index / 16) * 50] as const
    const height = sources.reduce((sum, [x, y]) => sum + Math.cos(Math.hypot(at[0] - x, at[1] - y) / beat), 0)
    const fill = height > 0.7 ? light : height > -0.4 ? strong : second
    return circle(at, 5 + (height + 2) * 4.6, { fill })
  }
  return rect([0, 0], [SIZE, SIZE], { fill: dark }) + repeat(256, dot)
}

function drawBlocks(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const cube = (column: number, row: number) => {
    const size = 88
    const x = 400 + (column - row) * size
    const y = 250 + (column + row) * size * 0.5
    const height = random.whole(0, 4) * 54 + 26
    const top = y - height
    const right = random.pick([second, second, dark])
    return [
      polygon(
        [
          [x - size, top],
          [x, top + 44],
          [x, y + 94],
          [x - size, y + 50],
        ],
        { fill: strong },
      ),
      polygon(
        [
          [x + size, top],
          [x, top + 44],
          [x, y + 94],
          [x + size, y + 50],
        ],
        { fill: right },
      ),
      polygon(
        [
          [x, top - 44],
          [x + size, top],
          [x, top + 44],
          [x - size, top],
        ],
        { fill: light },
      ),
    ].join('')
  }
  const dots = repeat(225, (i) =>
    circle([26 + (i % 15) * 53.4, 26 + Math.floor(i / 15) * 53.4], 3.5, { fill: strong, opacity: 0.55 }),
  )
  return dots + repeat(4, (row) => repeat(4, (column) => cube(column, row)))
}

/** Sixteen tiles with geometric shapes. */
export function drawArt(random: RandomSource, palette: Palette): string {
  const { paper, strong, second, light, dark } = palette
  const tile = (index: number) => {
    const [x, y] = [(index % 4) * 200, Math.floor(index / 4) * 200]
    const [back, front] = random.pick([
      [strong, light],
      [second, paper],
      [light, second],
      [dark, strong],
      [paper, strong],
      [light, dark],
    ] as const)
    const at = [x + 100, y + 100] as const
    const shapes = [
      slice([x, y], 200, { from: 0, to: 90, fill: front }),
      circle(at, 74, { fill: front }) + circle(at, 32, { fill: back }),
      polygon(
        [
          [x, y],
          [x + 200, y],
          [x, y + 200],
        ],
        { fill: front },
      ),
      slice([x + 100, y], 100, { from: 0, to: 180, fill: front }) +
        slice([x + 100, y + 200], 100, { from: 180, to: 360, fill: front }),
      repeat(4, (i) => rect([x + i * 50, y], [25, 200], { fill: front })),
    ] as const
    const shape = shapes[random.whole(0, 4)] ?? shapes[0]
    return rect([x, y], [201, 201], { fill: back }) + turned(random.whole(0, 3) * 90, at, shape)
  }
  return repeat(16, tile)
}

/** Nested arches and a rising sun. */
export function drawBusiness(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const x = random.between(280, 520)
  const arch = (radius: number, fill: string) =>
    path(`M${x - radius} ${SIZE}V${420}A${radius} ${radius} 0 0 1 ${x + radius} 420V${SIZE}Z`, { fill })
  const steps = repeat(6, (i) => rect([0, 770 - i * 34], [SIZE, 18], { fill: dark, opacity: 0.16 }))
  const colours = [second, strong, light, strong, second]
  return [
    colours.map((fill, i) => arch(345 - i * 62, fill)).join(''),
    arch(345 - 5 * 62, dark),
    circle([x + random.between(170, 240), 150], 66, { fill: light }),
    steps,
  ].join('')
}

/** An open book and a lamp. */
export function drawEducation(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const tilt = random.between(-12, 12)
  const pages = repeat(7, (i) => {
    const lift = 34 * i
    const fill = [second, strong, light][i % 3] ?? strong
    return (
      path(
        `M400 ${640 - lift * 0.4}C300 ${560 - lift} 170 ${540 - lift} 60 ${590 - lift * 1.3}V${660 - lift * 1.3}C170 ${610 - lift} 300 ${630 - lift} 400 ${700 - lift * 0.4}Z`,
        { fill },
      ) +
      path(
        `M400 ${640 - lift * 0.4}C500 ${560 - lift} 630 ${540 - lift} 740 ${590 - lift * 1.3}V${660 - lift * 1.3}C630 ${610 - lift} 500 ${630 - lift} 400 ${700 - lift * 0.4}Z`,
        { fill },
      )
    )
  })
  const idea = [random.between(330, 470), random.between(130, 190)] as const
  const rays = repeat(12, (i) =>
    turned(i * 30, idea, rect([idea[0] - 6, idea[1] - 158], [12, 52], { fill: strong, round: 6 })),
  )
  return (
    turned(tilt, [400, 500], circle([400, 620], 250, { fill: dark, opacity: 0.12 }) + pages) +
    rays +
    circle(idea, 84, { fill: light })
  )
}

/** Sheets of cut paper. */
export function drawWorkshop(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const sheet = (index: number) => {
    const at = [random.between(160, 640), random.between(160, 640)] as const
    const size = random.between(230, 420)
    const fill = [strong, second, light][index % 3] ?? strong
    const corner = [at[0] - size / 2, at[1] - size / 2] as const
    const shape =
      index % 2 === 0
        ? rect(corner, [size, size * 0.72], { fill })
        : slice(at, size * 0.62, { from: 0, to: 180, fill })
    return turned(random.between(0, 360), at, shape)
  }
  const seam = repeat(3, () => {
    const y = random.between(120, 680)
    return `<g stroke-dasharray="22 20">${path(`M-20 ${y}C220 ${y - 190} 560 ${y + 210} 820 ${y - 30}`, { stroke: dark, width: 7 })}</g>`
  })
  return (
    repeat(6, sheet) +
    seam +
    repeat(4, () => circle([random.between(80, 720), random.between(80, 720)], 25, { fill: dark }))
  )
}

/** Overlapping circles: people who meet. */
export function drawSocial(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const group = repeat(7, (i) => {
    const at = [random.between(150, 650), random.between(150, 650)] as const
    const fill = [strong, second, light][i % 3] ?? strong
    return `<g style="mix-blend-mode:multiply">${circle(at, random.between(110, 230), { fill, opacity: 0.9 })}</g>`
  })
  const links = repeat(5, () =>
    circle([random.between(120, 680), random.between(120, 680)], random.between(16, 34), { fill: dark }),
  )
  return group + links
}

/** Waves, for every other category. */
export function drawOther(random: RandomSource, { strong, second, light, dark }: Palette): string {
  const wave = (index: number) => {
    const y = 210 + index * 84
    const [a, b] = [random.between(-120, 120), random.between(-120, 120)]
    const fill = [light, strong, second, strong, light, second, dark][index] ?? strong
    return path(`M0 ${y}C${200 + a} ${y - 130 + b} ${420 + b} ${y + 150 + a} ${SIZE} ${y - 20}V${SIZE}H0Z`, {
      fill,
    })
  }
  return (
    circle([random.between(200, 600), random.between(150, 210)], random.between(90, 130), { fill: strong }) +
    repeat(7, wave)
  )
}
