import { FONT_FILE } from '@tuvens/design/stylesheet'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** A static file of the ticket origin's own pages. */
export type Asset = {
  /** Path on the ticket origin. It contains a hash of the content, except for the font. */
  path: string
  type: string
  body: Buffer
  compressed: { br: Buffer; gzip: Buffer } | null
}

/** All static files by name, and by path for serving. */
export type Assets = {
  landing: Asset
  picker: Asset
  embedded: Asset
  heldOrder: Asset
  stock: Asset
  font: Asset
  byPath: ReadonlyMap<string, Asset>
}

/** @param folder the folder of the browser scripts that `build.mjs` bundles */
export function loadAssets(folder: string): Assets {
  const landing = script(folder, 'landing')
  const picker = script(folder, 'picker')
  const embedded = script(folder, 'embedded')
  const heldOrder = script(folder, 'held-order')
  const stock = script(folder, 'stock')
  const font: Asset = {
    path: '/assets/figtree.woff2',
    type: 'font/woff2',
    body: readFileSync(FONT_FILE),
    compressed: null,
  }
  const loaders = readdirSync(join(folder, 'released'))
    .filter((file) => file.endsWith('.js'))
    .map((file) => loader(folder, file))
  const all = { landing, picker, embedded, heldOrder, stock, font }
  return { ...all, byPath: new Map([...Object.values(all), ...loaders].map((each) => [each.path, each])) }
}

function script(folder: string, name: string): Asset {
  const body = readFileSync(join(folder, `${name}.js`))
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12)
  return scriptAt(`/embed/assets/${name}-${hash}.js`, body)
}

/** The loader of foreign pages; its name contains its version. */
function loader(folder: string, file: string): Asset {
  return scriptAt(`/embed/assets/${file}`, readFileSync(join(folder, 'released', file)))
}

function scriptAt(path: string, body: Buffer): Asset {
  return {
    path,
    type: 'text/javascript; charset=utf-8',
    body,
    compressed: { br: brotliCompressSync(body), gzip: gzipSync(body) },
  }
}
