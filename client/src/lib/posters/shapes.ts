/** Side of a poster's square canvas. */
export const SIZE = 800

export type Point = readonly [x: number, y: number]

type Paint = { fill?: string; stroke?: string; width?: number; opacity?: number }

const n = (value: number) => String(Math.round(value * 10) / 10)

function paint({ fill = 'none', stroke, width = 1, opacity }: Paint): string {
  const line = stroke === undefined ? '' : ` stroke="${stroke}" stroke-width="${n(width)}"`
  return `fill="${fill}"${line}${opacity === undefined ? '' : ` opacity="${n(opacity)}"`}`
}

export function circle([x, y]: Point, radius: number, look: Paint): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" ${paint(look)}/>`
}

export function rect([x, y]: Point, [width, height]: Point, look: Paint & { round?: number }): string {
  const round = look.round === undefined ? '' : ` rx="${n(look.round)}"`
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"${round} ${paint(look)}/>`
}

export function polygon(points: readonly Point[], look: Paint): string {
  return `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" ${paint(look)}/>`
}

export function path(d: string, look: Paint): string {
  return `<path d="${d.replace(/-?\d+\.\d+/g, (number) => n(Number(number)))}" stroke-linecap="round" stroke-linejoin="round" ${paint(look)}/>`
}

/** A closed pie slice; angles in degrees, 0 to the right, clockwise. */
export function slice(at: Point, radius: number, look: Paint & { from: number; to: number }): string {
  const [start, end] = [polar(at, radius, look.from), polar(at, radius, look.to)]
  const large = look.to - look.from > 180 ? 1 : 0
  return path(`M${at.join(' ')}L${start.join(' ')}A${radius} ${radius} 0 ${large} 1 ${end.join(' ')}Z`, look)
}

export function polar([x, y]: Point, radius: number, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180
  return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
}

export function turned(degrees: number, [x, y]: Point, content: string): string {
  return `<g transform="rotate(${n(degrees)} ${n(x)} ${n(y)})">${content}</g>`
}

/** `count` results of `make(index)`, joined. */
export function repeat(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join('')
}
