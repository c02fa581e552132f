import { error } from '@sveltejs/kit'
import { wordsOf } from '$lib/words/failures.ts'
import { type Failure, failureOf } from './api/answer.ts'

/** The error page's words for a failure of the API. */
export function pageError({ code, requestId }: Failure): App.Error {
  const { title, message } = wordsOf(code)
  return { title, message, code, ...(requestId !== null && { requestId }) }
}

export function apiUnavailable(): App.Error {
  return pageError(failureOf('API_UNAVAILABLE').failure)
}

/** Ends a load with the failure's page. A page is "not found" or "not available"; what the API's 401 was is not its affair. */
export function failPage(failure: Failure): never {
  error(failure.status >= 500 ? 503 : failure.status, pageError(failure))
}
