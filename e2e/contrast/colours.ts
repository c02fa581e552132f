/** A colour in 0–255, and its opacity in 0–1. */
export type Colour = [red: number, green: number, blue: number, alpha: number]

const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
const known = new Map<string, Colour>()

/** Colours come in every notation of CSS: the canvas reads them all. */
export function colourOf(css: string): Colour {
  const found = known.get(css)
  if (found !== undefined || canvas === null) return found ?? [0, 0, 0, 0]
  canvas.clearRect(0, 0, 1, 1)
  canvas.fillStyle = css
  canvas.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data
  const colour: Colour = [red, green, blue, alpha / 255]
  known.set(css, colour)
  return colour
}

/** The colour that is seen where an element has its words: its own background over those around it. */
export function groundOf(element: Element | null): Colour {
  if (element === null) return [255, 255, 255, 1]
  const own = colourOf(getComputedStyle(element).backgroundColor)
  return own[3] === 1 ? own : over(own, groundOf(element.parentElement))
}

/** WCAG 2.2 contrast ratio of what stands on an opaque ground. */
export function ratioOf(front: Colour, ground: Colour): number {
  const [a, b] = [luminanceOf(over(front, ground)), luminanceOf(ground)]
  return Math.round(((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)) * 100) / 100
}

function over(front: Colour, back: Colour): Colour {
  const mix = (at: 0 | 1 | 2) => front[at] * front[3] + back[at] * (1 - front[3])
  return [mix(0), mix(1), mix(2), 1]
}

function luminanceOf(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((channel) => {
    const share = channel / 255
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
