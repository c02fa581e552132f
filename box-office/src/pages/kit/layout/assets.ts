import { FONT_FILE, minify, stylesheet } from '@tuvens/design/stylesheet'
import type { FastifyInstance } from 'fastify'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** All assets of our pages are under this path, so that a proxy in front can have its own `/assets`. */
const PREFIX = '/box-office'

type Asset = { path: string; type: string; body: Buffer }

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
  for (const { path, type, body } of assets.all) {
    app.get(path, async (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(body),
    )
  }
}

const TYPES = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
} as const

function asset(name: string, kind: keyof typeof TYPES, body: Buffer): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12)
  return { path: `${PREFIX}/${name}.${hash}.${kind}`, type: TYPES[kind], body }
}

/** The folder of the service, from its source and from its bundle alike. */
function packageRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageRoot(dirname(from))
}
