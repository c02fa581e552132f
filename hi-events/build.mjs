import { build as bundle } from 'esbuild'
import { cpSync } from 'node:fs'
import { join } from 'node:path'

const src = join(import.meta.dirname, 'src')

/**
 * Bundles the browser scripts into `<folder>/assets/`, and adds the loaders of foreign pages.
 *
 * @param {string} [folder] the service's dist folder
 */
export async function build(folder = join(import.meta.dirname, 'dist')) {
  await bundle({
    entryPoints: {
      landing: join(src, 'landing', 'browser', 'landing.browser.ts'),
      picker: join(src, 'picker', 'browser', 'picker.browser.ts'),
      embedded: join(src, 'picker', 'browser', 'embedded.browser.ts'),
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
  // Every version of the loader that was ever released: pages name the hash of theirs.
  cpSync(join(import.meta.dirname, '..', 'embed', 'released'), join(folder, 'assets', 'released'), {
    recursive: true,
  })
}

if (process.argv[1] === import.meta.filename) await build()
