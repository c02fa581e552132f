import type { HandleClientError } from '@sveltejs/kit'
import { createText } from '@tuvens/messages/text'
import { page } from '$app/state'
import type { SentText } from '$lib/text/text.ts'

/** The text for a page that failed in the browser. It never contains the error itself. */
export const handleError: HandleClientError = ({ status }) => {
  const { messages, ...tongue } = page.data['text'] as SentText
  const t = createText(tongue, (key) => messages[key])
  if (navigator.onLine === false) return { title: t('site.offlineTitle'), message: t('site.offlineText') }
  if (status === 404) return { title: t('site.nothingHere'), message: t('site.nothingHereText') }
  return { title: t('site.failed'), message: t('site.failedText') }
}
