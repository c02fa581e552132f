import type { Page } from '@playwright/test'
import { stylesheet } from '@tuvens/design/stylesheet'
import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SHELL_CSS } from '../../hi-events/src/web/shell.tsx'
import { PICKER_CSS } from '../../hi-events/src/picker/view/picker-css.ts'
import { HarnessError } from '../harness/harness-error.ts'
import { ROOT } from '../harness/system.ts'
import type { Measured } from './measure.ts'

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8')

/** The stylesheets of each surface, as its pages have them. */
export const SURFACES = {
  site: stylesheet() + read('client', 'src', 'lib', 'components', 'page', 'wash.css'),
  picker: stylesheet() + SHELL_CSS + PICKER_CSS,
  'box office': stylesheet() + read('box-office', 'assets', 'pages.css'),
} as const
export type Surface = keyof typeof SURFACES

/** Colours are compared, not their changes. */
const STILL = '*,*::before,*::after{transition:none!important;animation:none!important}'

/** Shows a body with the stylesheets of a surface. */
export async function show(page: Page, surface: Surface, body: string): Promise<void> {
  const of = surface === 'site' ? 'site' : 'tickets'
  const css = `${SURFACES[surface]}${STILL}`
  await page.setContent(
    `<!doctype html><html lang="en" data-surface="${of}"><title>x</title><style>${css}</style><body class="picker">${body}`,
  )
}

let script: string | undefined

/** What on the page has too little contrast, in words. */
export async function tooFaint(page: Page): Promise<string[]> {
  script ??= await bundled()
  const measured = await page.evaluate<Measured[]>(`${script};contrast.measure()`)
  if (measured.length === 0) throw new HarnessError('nothing was measured')
  return measured
    .filter(({ ratio, least }) => ratio < least)
    .map(({ of, what, ratio, least }) => `${of}: ${what} ${ratio} < ${least}`)
}

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'measure.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'contrast',
  })
  return outputFiles[0]?.text ?? ''
}
