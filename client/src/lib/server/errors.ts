import { error } from '@sveltejs/kit'
import { failureText } from '$lib/words/failures.ts'
import { type ApiFailure, failureOf } from './api/result.ts'

/** The text of the error page for a failure of the API. */
export function pageError({ code, requestId }: ApiFailure): App.Error {
  const { title, message } = failureText(code)
  return { title, message, code, ...(requestId !== null && { requestId }) }
}

export function apiUnavailable(): App.Error {
  return pageError(failureOf('API_UNAVAILABLE').failure)
}

/** Ends a load with the error page of a failure. Every failure of a service becomes 503. */
export function failPage(failure: ApiFailure): never {
  error(failure.status >= 500 ? 503 : failure.status, pageError(failure))
}
