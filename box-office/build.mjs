import { build as bundle } from 'esbuild'
import { join } from 'node:path'

const here = import.meta.dirname

/** Bundles what pages load in the browser into `dist/assets/`. */
export async function build() {
  await bundle({
    entryPoints: { pages: join(here, 'src/pages/browser/pages.browser.ts') },
    outdir: join(here, 'dist/assets'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
  })
}

if (process.argv[1] === import.meta.filename) await build()
