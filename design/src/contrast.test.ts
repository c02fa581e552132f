import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../css/tokens.css', import.meta.url), 'utf8')

/** `--name: light-dark(#light, #dark)` of a rule. */
function colours(selector: string): Map<string, [light: string, dark: string]> {
  const rule = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  const pairs = rule.matchAll(/(--[\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)
  return new Map([...pairs].map(([, name = '', light = '', dark = '']) => [name, [light, dark]]))
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [bright, dim] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (bright + 0.05) / (dim + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const site = colours(':root')
const surfaces = { site, tickets: new Map([...site, ...colours('[data-surface="tickets"]')]) }
const grounds = ['--paper', '--surface', '--sunken']
/** Foreground, its grounds, the least ratio: 7 for body text (AAA), 4.5 for other text, 3 for the edges of controls. */
const PAIRS: [string, string[], number][] = [
  [
    '--ink',
    [
      ...grounds,
      '--accent-soft',
      '--neutral-soft',
      '--good-soft',
      '--info-soft',
      '--warn-soft',
      '--bad-soft',
    ],
    7,
  ],
  ['--ink-soft', grounds, 7],
  ['--ink-soft', ['--neutral-soft'], 4.5],
  ['--accent', [...grounds, '--accent-soft'], 4.5],
  ['--on-accent', ['--accent', '--accent-strong'], 4.5],
  ['--bad', grounds, 4.5],
  ['--line-strong', grounds, 3],
  ['--focus', grounds, 3],
  ...['good', 'info', 'warn', 'bad', 'neutral'].map((tone): [string, string[], number] => [
    `--${tone}`,
    [`--${tone}-soft`],
    4.5,
  ]),
]

describe.each(Object.entries(surfaces))('colours of the %s surface', (_name, palette) => {
  const cases = PAIRS.flatMap(([front, backs, least]) => backs.map((back) => ({ front, back, least })))
  it.each(cases)('$front on $back reaches $least in both themes', ({ front, back, least }) => {
    const [text, ground] = [palette.get(front), palette.get(back)]
    if (text === undefined || ground === undefined)
      throw new Error(`${front} or ${back} is not in tokens.css`)
    expect(contrast(text[0], ground[0])).toBeGreaterThanOrEqual(least)
    expect(contrast(text[1], ground[1])).toBeGreaterThanOrEqual(least)
  })
})
