import { FONT_FILE, minify, stylesheet } from '@tuvens/design/stylesheet'
import { type ContentEncoding, encodingFor } from '@tuvens/platform/http/compress'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** All assets of our pages are under this path, so that a proxy in front can have its own `/assets`. */
const PREFIX = '/box-office'

type Asset = { path: string; type: string; body: Buffer; encoded: ReadonlyMap<ContentEncoding, Buffer> }

/** The addresses contain a hash of the content: browsers cache them forever, and a change takes effect at once. */
export type Assets = { css: string; js: string; font: string; all: readonly Asset[] }

export function loadAssets(): Assets {
  const root = packageRoot(import.meta.dirname)
  const font = asset('figtree', 'woff2', readFileSync(FONT_FILE))
  const own = minify(readFileSync(join(root, 'assets', 'pages.css'), 'utf8'))
  const sheet = stylesheet().replace('/assets/figtree.woff2', font.path) + own
  const css = asset('pages', 'css', Buffer.from(sheet))
  const script = join(root, 'dist', 'assets', 'pages.js')
  const js = asset('pages', 'js', existsSync(script) ? readFileSync(script) : Buffer.alloc(0))
  return { css: css.path, js: js.path, font: font.path, all: [css, js, font] }
}

export function serveAssets(app: FastifyInstance, assets: Assets): void {
  for (const asset of assets.all)
    app.get(asset.path, async (request, reply) => sendAsset(request, reply, asset))
}

function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, body, encoded }: Asset,
): FastifyReply {
  const encoding = encodingFor(request.headers['accept-encoding'])
  const bytes = encoded.get(encoding)
  if (bytes !== undefined) reply.header('content-encoding', encoding)
  return reply
    .type(type)
    .headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' })
    .send(bytes ?? body)
}

const TYPES = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
} as const

function asset(name: string, kind: keyof typeof TYPES, body: Buffer): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12)
  const encoded = kind === 'woff2' ? new Map() : encodedOnce(body)
  return { path: `${PREFIX}/${name}.${hash}.${kind}`, type: TYPES[kind], body, encoded }
}

/** A font is compressed already; the others are compressed once, at start. */
function encodedOnce(body: Buffer): ReadonlyMap<ContentEncoding, Buffer> {
  return new Map([
    ['br', brotliCompressSync(body)],
    ['gzip', gzipSync(body)],
  ])
}

/** The folder of the service, from its source and from its bundle alike. */
function packageRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageRoot(dirname(from))
}
