import { build as bundle } from 'esbuild'
import { join } from 'node:path'

const src = join(import.meta.dirname, 'src')

/**
 * Bundles the browser scripts into `<folder>/assets/`.
 *
 * @param {string} [folder] the service's dist folder
 */
export async function build(folder = join(import.meta.dirname, 'dist')) {
  await bundle({
    entryPoints: {
      landing: join(src, 'landing', 'browser', 'landing.browser.ts'),
      picker: join(src, 'picker', 'browser', 'picker.browser.ts'),
      stock: join(src, 'picker', 'browser', 'stock.browser.ts'),
      'held-order': join(src, 'picker', 'browser', 'held-order.browser.ts'),
    },
    outdir: join(folder, 'assets'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['es2022'],
    logLevel: 'warning',
  })
}

if (process.argv[1] === import.meta.filename) await build()
