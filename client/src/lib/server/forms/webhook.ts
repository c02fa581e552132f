import { CHOSEN_EVENT_TYPES } from '@tuvens/contract'
import type { FormErrors } from '$lib/forms/errors.ts'
import { text } from './read.ts'

const MAX_URL = 2048
const MAX_DESCRIPTION = 200

/** What a form about an endpoint holds. Every type chosen is the same as none: all of them, also later ones. */
export function readEndpointForm(form: FormData) {
  const url = text(form, 'url', MAX_URL)
  const description = text(form, 'description', MAX_DESCRIPTION)
  const chosen = CHOSEN_EVENT_TYPES.filter((type) => form.getAll('event_types').includes(type))
  const event_types = chosen.length === CHOSEN_EVENT_TYPES.length ? [] : chosen
  const errors: FormErrors = {
    ...urlProblem(url),
    ...(description.length > MAX_DESCRIPTION && { description: 'Use at most 200 characters' }),
    ...(chosen.length === 0 && { event_types: 'Choose at least one kind of message' }),
  }
  return { fields: { url, description, event_types }, errors }
}

function urlProblem(url: string): FormErrors {
  if (url === '') return { url: 'Enter the address that gets the messages' }
  const isWebAddress = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  return isWebAddress && url.length <= MAX_URL
    ? {}
    : { url: 'Enter an address like https://example.com/webhooks' }
}
