import type { HandleClientError } from '@sveltejs/kit'
import { failureText } from '$lib/words/failures.ts'

const OFFLINE = {
  title: 'You are offline',
  message: 'Check your connection, then try again. Nothing is lost.',
}

/** The text for a page that failed in the browser. It never contains the error itself. */
export const handleError: HandleClientError = ({ status }) => {
  if (navigator.onLine === false) return OFFLINE
  return failureText(status === 404 ? 'NOT_FOUND' : 'INTERNAL_ERROR')
}
