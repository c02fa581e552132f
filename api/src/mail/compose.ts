import { MAIL_WORDS, type MailLink } from './words.ts'
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
  const { subject, lines, link, page } = MAIL_WORDS[kind](data)
  const [first = paragraph(''), ...rest] = lines.map((line) => paragraph(line))
  const opening = link && secret !== null ? [anchor(link.label, siteUrl + pathOf(link, secret))] : []
  const closing = page ? [anchor(page.label, siteUrl + page.path)] : []
  const parts = [first, ...opening, ...rest, ...closing, paragraph('– Tuvens')]
  const text = parts.map((part) => part.text).join('\n\n')
  const body = parts.map((part) => part.html).join('')
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tuvens</title><body>${body}</body></html>`
  return { subject: oneLine(subject), text, html }
}

function pathOf({ path, next }: MailLink, secret: string): string {
  const query = new URLSearchParams({ token: secret, ...(next !== undefined && { next }) })
  return `${path}?${query}`
}

type Part = { text: string; html: string }

function paragraph(line: string): Part {
  const text = oneLine(line)
  return { text, html: `<p>${escapeHtml(text)}</p>` }
}

function anchor(label: string, url: string): Part {
  return { text: url, html: `<p><a href="${escapeHtml(url)}">${escapeHtml(label)}</a></p>` }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
}
