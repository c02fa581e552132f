import { MARK } from '@tuvens/design'
import { createHash } from 'node:crypto'

/** Why the server answers a request before the site does. */
export type SiteRefusal = 'misdirected' | 'insecure' | 'slow' | 'compressed' | 'large'

const TEXTS: Record<SiteRefusal, { status: number; title: string; message: string }> = {
  misdirected: { status: 421, title: 'This site is not at this address', message: 'You find it here:' },
  insecure: {
    status: 403,
    title: 'This has to be sent encrypted',
    message: 'Nothing was done. Open the site by https, and do it there:',
  },
  slow: {
    status: 408,
    title: 'This arrived too slowly',
    message: 'Nothing was done. Check your connection, then go back and send it again, or begin at',
  },
  large: {
    status: 413,
    title: 'This is too much at once',
    message: 'Nothing was done. A picture may have 10 MB. Go back and choose a smaller one, or begin at',
  },
  compressed: {
    status: 415,
    title: 'This was sent compressed',
    message: 'Nothing was done. Send it again without a Content-Encoding, or begin at',
  },
}
/** Colours and sizes of the design tokens; the site's stylesheets are at its own address only. */
const CSS = [
  ':root{color-scheme:light dark;background:light-dark(#fbfaf7,#14130f);color:light-dark(#1c1a16,#f4f1ea);font:1.1875rem/1.5 ui-sans-serif,system-ui,sans-serif}',
  'body{margin:0}header,main{padding:16px 24px}header{display:flex;gap:8px;align-items:center;font-weight:700;background:light-dark(#fff,#1e1c17);border-bottom:1px solid light-dark(#d9d5ca,#3a372f)}',
  'svg,a{color:light-dark(#b3380f,#ff9d73)}main{max-width:34rem;margin:6vh auto}h1{font-size:2rem;line-height:1.2}p{color:light-dark(#504b42,#c3bdb0)}',
].join('')
const CSS_HASH = createHash('sha256').update(CSS).digest('base64')

/** What a page says, where its link leads, and what follows as HTML; the texts are ours, and are not escaped. */
export type Words = {
  title: string
  message: string
  link: { href: string; text: string; isNewTab?: boolean }
  more?: string
}

/** A page of its own, because the site is built for its own address only. `origin` is where people should go. */
export function refusalPage(refusal: SiteRefusal, origin: string) {
  const { status, title, message } = TEXTS[refusal]
  return { status, ...wordsPage({ title, message, link: { href: origin, text: origin } }) }
}

/** A page that needs nothing else of the site. */
export function wordsPage({ title, message, link: { href, text, isNewTab = false }, more = '' }: Words) {
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${CSS_HASH}'; base-uri 'none'; frame-ancestors 'none'`,
    },
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${CSS}</style></head><body><header>${MARK} Tuvens</header><main><h1>${title}</h1><p>${message} <a href="${href}"${isNewTab ? ' target="_blank"' : ''}>${text}</a></p>${more}</main></body></html>`,
  }
}
