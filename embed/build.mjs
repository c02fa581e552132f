import { build as bundle } from 'esbuild'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const root = import.meta.dirname
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Where pages find this version, below the ticket origin. A released file never changes: pages name its hash. */
export const FILE = `tuvens-tickets-${version}.js`

/** The script of foreign pages, as one file without dependencies. */
export async function bundleLoader() {
  const { outputFiles } = await bundle({
    entryPoints: [join(root, 'src', 'loader.ts')],
    bundle: true,
    minify: true,
    // The only name of ours that both elements use.
    mangleProps: /^attribute$/,
    format: 'esm',
    platform: 'browser',
    target: ['es2022'],
    charset: 'utf8',
    legalComments: 'none',
    write: false,
  })
  return Buffer.from(outputFiles[0].contents)
}

/** What stands in the `integrity` attribute. */
export const integrityOf = (body) => `sha384-${createHash('sha384').update(body).digest('base64')}`

if (process.argv[1] === import.meta.filename) {
  const body = await bundleLoader()
  const current = { file: FILE, integrity: integrityOf(body) }
  const path = join(root, 'released', FILE)
  if (existsSync(path) && !readFileSync(path).equals(body)) {
    process.stderr.write(
      `${FILE} is released with other bytes, and pages name its hash: raise the version in embed/package.json\n`,
    )
    process.exit(1)
  }
  writeFileSync(path, body)
  writeFileSync(join(root, 'released', 'current.json'), `${JSON.stringify(current, null, 2)}\n`)
  process.stdout.write(
    `${FILE}  ${body.length} bytes, ${gzipSync(body, { level: 9 }).length} gzip\nintegrity="${integrityOf(body)}"\n`,
  )
}
