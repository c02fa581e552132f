import { signInPathOf } from '../session/next.ts'
import { wordsPage } from '../security/refusal-page.ts'

/**
 * The page for somebody without scripts whose session ended before they sent a form: it holds what they typed, so that
 * they can send it again after signing in. Nothing is stored.
 */
export function unsentPage(form: FormData, url: URL): Response {
  const typed = [...form].filter(
    (each): each is [string, string] => typeof each[1] === 'string' && !SECRET.test(each[0]),
  )
  const fields = typed.map(
    ([name, value]) => `<textarea hidden name="${escape(name)}">\n${escape(value)}</textarea>`,
  )
  const hadFile = [...form.values()].some((value) => value instanceof File && value.size > 0)
  const note = hadFile ? ' The picture cannot be kept: choose it again afterwards.' : ''
  const page = wordsPage({
    title: 'You were signed out',
    message: `What you typed is kept on this page, and not sent yet.${note} First`,
    link: { href: escape(signInPathOf(url)), text: 'sign in in a new tab', isNewTab: true },
    more: `<form method="post" enctype="multipart/form-data">${fields.join('')}<p>Then <button>send it again</button></p></form>`,
  })
  return new Response(page.html, { status: 401, headers: page.headers })
}

const SECRET = /password|code|token/
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' }
const escape = (text: string) => text.replace(/[&<"]/g, (sign) => ENTITIES[sign] ?? sign)
