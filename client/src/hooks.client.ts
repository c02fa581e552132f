import type { HandleClientError } from '@sveltejs/kit'
import { wordsOf } from '$lib/words/failures.ts'

const OFFLINE = {
  title: 'You are offline',
  message: 'Check your connection, then try again. Nothing is lost.',
}

/** A page that could not be shown in the browser: in words, never the failure itself. */
export const handleError: HandleClientError = ({ status }) => {
  if (navigator.onLine === false) return OFFLINE
  return wordsOf(status === 404 ? 'NOT_FOUND' : 'INTERNAL_ERROR')
}
