import { MAIL_WORDS } from './words.ts'
import type { MailRow } from './store.ts'

export type ComposedMail = { subject: string; text: string; html: string }

/** Line breaks in a subject would start other headers; names of people can hold them. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 150)

/** Whether a mail of this kind has a link with a secret. */
export function hasLink({ kind, data }: MailRow): boolean {
  return MAIL_WORDS[kind](data).link !== undefined
}

/** Writes a mail, as text and as HTML. `secret` belongs to its link. */
export function compose({ kind, data }: MailRow, siteUrl: string, secret: string | null): ComposedMail {
  const { subject, lines, link } = MAIL_WORDS[kind](data)
  const url = link === undefined || secret === null ? null : `${siteUrl}${link.path}?token=${secret}`
  const [first = '', ...rest] = lines.map(oneLine)
  const text = [first, ...(url === null ? [] : [url]), ...rest, '– Tuvens'].join('\n\n')
  const button =
    url === null ? '' : `<p><a href="${escapeHtml(url)}">${escapeHtml(link?.label ?? '')}</a></p>`
  const paragraphs = rest.map((line) => `<p>${escapeHtml(line)}</p>`).join('')
  const body = `<p>${escapeHtml(first)}</p>${button}${paragraphs}<p>– Tuvens</p>`
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tuvens</title><body>${body}</body></html>`
  return { subject: oneLine(subject), text, html }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
}
