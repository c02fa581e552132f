/** A background, two strong colours, one light and one dark accent. */
export type Palette = { paper: string; strong: string; second: string; light: string; dark: string }

/** The same names as `[data-palette]` in components/page/wash.css, which tints a page like its poster. */
export const PALETTES = {
  ember: { paper: '#f6d9b8', strong: '#e4572e', second: '#a8201a', light: '#ffb15e', dark: '#2b1210' },
  lagoon: { paper: '#cfe9e3', strong: '#15808a', second: '#0b4f6c', light: '#f7c548', dark: '#0a2530' },
  orchid: { paper: '#f0d7ea', strong: '#b5348b', second: '#5c2a9d', light: '#ff9f80', dark: '#240f36' },
  meadow: { paper: '#e4ecc6', strong: '#5a8f3c', second: '#22577a', light: '#f9c846', dark: '#16281c' },
  cobalt: { paper: '#d6e0fb', strong: '#2f4fd8', second: '#131b63', light: '#ff7f6e', dark: '#0c1033' },
  rose: { paper: '#fbd9d5', strong: '#e0475b', second: '#81204a', light: '#ffc15e', dark: '#33101d' },
  dusk: { paper: '#2a1e4a', strong: '#ff7a59', second: '#8f4ce0', light: '#ffd479', dark: '#120b26' },
  midnight: { paper: '#0f2233', strong: '#29c4b1', second: '#2766d4', light: '#ffe08a', dark: '#060f18' },
  clay: { paper: '#eadccb', strong: '#b8643a', second: '#3f5a56', light: '#e9b44c', dark: '#241a14' },
  sun: { paper: '#ffe3a3', strong: '#f28a1c', second: '#d33f49', light: '#fff3d2', dark: '#3b1a12' },
} as const satisfies Record<string, Palette>

export type PaletteName = keyof typeof PALETTES

/** The palettes that suit a category; the event's title selects one of them. */
const PALETTES_OF_CATEGORY: Record<string, readonly [PaletteName, ...PaletteName[]]> = {
  MUSIC: ['dusk', 'cobalt', 'rose', 'midnight', 'ember', 'lagoon'],
  NIGHTLIFE: ['dusk', 'midnight', 'orchid'],
  FESTIVAL: ['sun', 'ember', 'orchid'],
  FOOD_DRINK: ['ember', 'clay', 'meadow', 'sun'],
  SPORTS: ['lagoon', 'cobalt', 'ember'],
  TECH: ['midnight', 'cobalt', 'lagoon', 'orchid'],
  ART: ['rose', 'clay', 'cobalt', 'sun'],
  THEATER: ['rose', 'dusk', 'orchid'],
  COMEDY: ['sun', 'orchid', 'lagoon'],
  CHARITY: ['rose', 'meadow', 'clay'],
  BUSINESS: ['lagoon', 'clay', 'cobalt'],
  EDUCATION: ['meadow', 'lagoon', 'sun'],
  WORKSHOP: ['clay', 'meadow', 'lagoon'],
  SOCIAL: ['orchid', 'rose', 'sun'],
}
const DEFAULT_PALETTES = ['lagoon', 'clay', 'orchid', 'cobalt'] as const

export function palettesOf(category: string): readonly [PaletteName, ...PaletteName[]] {
  return PALETTES_OF_CATEGORY[category] ?? DEFAULT_PALETTES
}

export function isPaletteName(name: string): name is PaletteName {
  return Object.hasOwn(PALETTES, name)
}
