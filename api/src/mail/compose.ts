import { directionOf, LANGUAGES, textIn } from '@tuvens/messages'
import { chooseLanguage } from '@tuvens/platform/text/language'
import { MAIL_WORDS, type MailLink } from './words.ts'
import type { MailRow } from './store.ts'

export type ComposedMail = { subject: string; text: string; html: string }

const MAX_SUBJECT = 150
/** More than the longest sentence with its names takes. */
const MAX_LINE = 500

/** Line breaks in a subject would start other headers; names of people can hold them. */
const oneLine = (text: string, maxChars: number) => text.replace(/\s+/g, ' ').slice(0, maxChars)

/** Whether a mail of this kind has a link with a secret. */
export function hasLink(mail: MailRow): boolean {
  return wordsOf(mail).link !== undefined
}

/** Writes a mail, as text and as HTML, in the language of its reader. `secret` belongs to its link. */
export function compose(mail: MailRow, siteUrl: string, secret: string | null): ComposedMail {
  const { subject, lines, link, page, language } = wordsOf(mail)
  const [first = paragraph(''), ...rest] = lines.map((line) => paragraph(line))
  const opening = link && secret !== null ? [anchor(link.label, siteUrl + pathOf(link, secret))] : []
  const closing = page ? [anchor(page.label, siteUrl + page.path)] : []
  const parts = [first, ...opening, ...rest, ...closing, paragraph('– Tuvens')]
  const text = parts.map((part) => part.text).join('\n\n')
  const body = parts.map((part) => part.html).join('')
  // Mail programs keep what is on an element of the body; many drop those around it.
  const direction = `lang="${language}" dir="${directionOf(language)}"`
  const html = `<!doctype html><html ${direction}><meta charset="utf-8"><title>Tuvens</title><body><div ${direction}>${body}</div></body></html>`
  return { subject: oneLine(subject, MAX_SUBJECT), text, html }
}

function wordsOf({ kind, data, language: chosen }: MailRow) {
  const tongue = chooseLanguage({ chosen: chosen ?? undefined }, LANGUAGES, 'en')
  const timeOf = (instant: string) => timeInMail(instant, tongue.locale)
  return { ...MAIL_WORDS[kind](data, { t: textIn(tongue), timeOf }), language: tongue.language }
}

/** What is no instant was written by the release before, in words. */
function timeInMail(instant: string, locale: string): string {
  const ms = Date.parse(instant)
  if (Number.isNaN(ms)) return instant
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(ms)
}

function pathOf({ path, next }: MailLink, secret: string): string {
  const query = new URLSearchParams({ token: secret, ...(next !== undefined && { next }) })
  return `${path}?${query}`
}

type Part = { text: string; html: string }

function paragraph(line: string): Part {
  const text = oneLine(line, MAX_LINE)
  return { text, html: `<p>${escapeHtml(text)}</p>` }
}

function anchor(label: string, url: string): Part {
  return { text: url, html: `<p><a href="${escapeHtml(url)}">${escapeHtml(label)}</a></p>` }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
}
