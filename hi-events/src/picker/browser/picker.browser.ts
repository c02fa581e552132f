import { addLocalTimes } from './local-times.browser.ts'
import { awaitComingBack } from './come-back.browser.ts'
import { receiveMessages, sendReadyAndSize } from './parent-page.browser.ts'
import { enableSteppers } from './steppers.browser.ts'
import { submitOrderInPlace, submitWaitingListsInPlace } from './submit.browser.ts'

/** The optional script of the picker: steppers, a running total, forms submitted in place, messages with the parent page. */

const form = document.querySelector<HTMLFormElement>('[data-picker]')

receiveMessages()
awaitComingBack()
if (form) {
  enableSteppers(form)
  submitOrderInPlace(form)
  submitWaitingListsInPlace()
  addLocalTimes(form.dataset['zone'] ?? 'UTC')
}
document.querySelector<HTMLElement>('[data-answer], [data-refusal]:not([hidden])')?.focus()
sendReadyAndSize()
