/** The side of a poster's square canvas. */
export const SIZE = 800

export type Point = readonly [x: number, y: number]

type ShapeStyle = { fill?: string; stroke?: string; width?: number; opacity?: number }

const rounded = (value: number) => String(Math.round(value * 10) / 10)

function attributes({ fill = 'none', stroke, width = 1, opacity }: ShapeStyle): string {
  const line = stroke === undefined ? '' : ` stroke="${stroke}" stroke-width="${rounded(width)}"`
  return `fill="${fill}"${line}${opacity === undefined ? '' : ` opacity="${rounded(opacity)}"`}`
}

export function circle([x, y]: Point, radius: number, style: ShapeStyle): string {
  return `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="${rounded(radius)}" ${attributes(style)}/>`
}

export function rect([x, y]: Point, [width, height]: Point, style: ShapeStyle & { round?: number }): string {
  const round = style.round === undefined ? '' : ` rx="${rounded(style.round)}"`
  return `<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}"${round} ${attributes(style)}/>`
}

export function polygon(points: readonly Point[], style: ShapeStyle): string {
  return `<polygon points="${points.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join(' ')}" ${attributes(style)}/>`
}

export function path(d: string, style: ShapeStyle): string {
  return `<path d="${d.replace(/-?\d+(?:\.\d+)?/g, (number) => rounded(Number(number)))}" stroke-linecap="round" stroke-linejoin="round" ${attributes(style)}/>`
}

/** A closed pie slice; angles in degrees, 0 to the right, clockwise. */
export function slice(at: Point, radius: number, style: ShapeStyle & { from: number; to: number }): string {
  const [start, end] = [polar(at, radius, style.from), polar(at, radius, style.to)]
  const large = style.to - style.from > 180 ? 1 : 0
  return path(`M${at.join(' ')}L${start.join(' ')}A${radius} ${radius} 0 ${large} 1 ${end.join(' ')}Z`, style)
}

export function polar([x, y]: Point, radius: number, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180
  return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
}

export function turned(degrees: number, [x, y]: Point, content: string): string {
  return `<g transform="rotate(${rounded(degrees)} ${rounded(x)} ${rounded(y)})">${content}</g>`
}

/** `count` results of `make(index)`, joined. */
export function repeat(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join('')
}
