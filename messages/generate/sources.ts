import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LANGUAGES } from '../src/languages.ts'
import { signatureOf } from './arguments.ts'

const ROOT = join(import.meta.dirname, '..')

/** The areas: the names of the English files. */
export function areasIn(language: string): string[] {
  return readdirSync(join(ROOT, language))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted()
}

export function readArea(language: string, area: string): Record<string, string> {
  return JSON.parse(readFileSync(join(ROOT, language, `${area}.json`), 'utf8'))
}

/** The generated files by their paths below `src/`. */
export function generated(): Record<string, string> {
  return { 'keys.ts': keysFile(), 'catalogue.ts': catalogueFile() }
}

const HEAD = '// Written by `npm run messages` from the English messages; a test compares.\n'

function keysFile(): string {
  const plain: string[] = []
  const rich: string[] = []
  for (const area of areasIn('en'))
    for (const [key, message] of Object.entries(readArea('en', area))) {
      const { values, tags } = signatureOf(message)
      const type = typeOf(values)
      const name = `'${area}.${key}'`
      if (tags.size === 0) plain.push(`  ${name}: ${type}`)
      else
        rich.push(`  ${name}: { values: ${type}; tags: ${[...tags].map((tag) => `'${tag}'`).join(' | ')} }`)
    }
  return `${HEAD}
/** No argument. */
type None = Record<never, never>

/** Each message without tags, and the arguments that it needs. */
export type PlainMessages = {
${plain.join('\n')}
}

/** Each message with tags, the arguments that it needs, and its tags. */
export type RichMessages = {
${rich.join('\n')}
}
`
}

function typeOf(values: Map<string, string>): string {
  if (values.size === 0) return 'None'
  return `{ ${[...values].map(([name, type]) => `${name}: ${type}`).join('; ')} }`
}

function catalogueFile(): string {
  const areas = areasIn('en')
  const imports = LANGUAGES.flatMap((language) =>
    areas.map(
      (area) => `import ${language}_${area} from '../${language}/${area}.json' with { type: 'json' }`,
    ),
  )
  const rows = LANGUAGES.map(
    (language) => `  ${language}: { ${areas.map((area) => `${area}: ${language}_${area}`).join(', ')} },`,
  )
  return `${HEAD}
${imports.join('\n')}

export const CATALOGUE = {
${rows.join('\n')}
}

/** The messages of one group of pages. */
export type Area = keyof (typeof CATALOGUE)['en']
`
}
