import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The one variable font (Figtree, latin, OFL 1.1); serve it at `/assets/figtree.woff2`, immutable. */
export const FONT_FILE = require.resolve('@tuvens/design/fonts/figtree.woff2')

const SHEETS = ['tokens', 'base', 'components'] as const

/** All sheets as one string without comments and needless space, for pages rendered on a server. */
export function stylesheet(sheets: readonly (typeof SHEETS)[number][] = SHEETS): string {
  return sheets
    .map((name) => minify(readFileSync(require.resolve(`@tuvens/design/${name}.css`), 'utf8')))
    .join('')
}

/** Our own sheets hold no strings with braces or comments, so plain replacing is enough. */
export function minify(css: string): string {
  const parts = css.split('*/')
  const last = parts.pop() ?? ''
  return [...parts.map((part) => part.slice(0, part.indexOf('/*'))), last]
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replaceAll(';}', '}')
}
