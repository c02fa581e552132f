import { sanitise } from './sanitise.ts'

/** HTML written by an organiser, sanitised. */
export function Prose({ html }: { html: string }) {
  const clean = sanitise(html)
  return clean === '' ? null : <div class="prose" dir="auto" dangerouslySetInnerHTML={{ __html: clean }} />
}
