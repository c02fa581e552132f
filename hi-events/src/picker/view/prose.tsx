import { sanitise } from './sanitise.ts'

/** An organiser's own text, cleaned. */
export function Prose({ html }: { html: string }) {
  const clean = sanitise(html)
  return clean === '' ? null : <div class="prose" dangerouslySetInnerHTML={{ __html: clean }} />
}
