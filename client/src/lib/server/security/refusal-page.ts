import { createHash } from 'node:crypto'

/** Why the server answers a request before the site does. */
export type EntranceRefusal = 'misdirected' | 'insecure'

const TEXTS: Record<EntranceRefusal, { status: number; title: string; message: string }> = {
  misdirected: { status: 421, title: 'This site is not at this address', message: 'You find it here:' },
  insecure: {
    status: 403,
    title: 'This has to be sent encrypted',
    message: 'Nothing was done. Open the site by https, and do it there:',
  },
}
const CSS =
  ':root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}body{max-width:34rem;margin:15vh auto;padding:0 1.5rem}h1{font-size:1.75rem;line-height:1.2}'
const CSS_HASH = createHash('sha256').update(CSS).digest('base64')

/** A page of its own, because the site is built for its own address only. `origin` is where people should go. */
export function refusalPage(refusal: EntranceRefusal, origin: string) {
  const { status, title, message } = TEXTS[refusal]
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${CSS_HASH}'; base-uri 'none'; frame-ancestors 'none'`,
    },
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${CSS}</style></head><body><main><h1>${title}</h1><p>${message} <a href="${origin}">${origin}</a></p></main></body></html>`,
  }
}
