import { sayMoments } from './local-times.browser.ts'
import { countAndAdd } from './steppers.browser.ts'
import { orderInPlace, waitInPlace } from './submit.browser.ts'
import { listen, talk } from './parent-page.browser.ts'

/** The picker's script: steppers, a running total, answers in place, and the talk with the page around. All of it optional. */

const form = document.querySelector<HTMLFormElement>('[data-picker]')

listen()
if (form) {
  countAndAdd(form)
  orderInPlace(form)
  waitInPlace()
  sayMoments(form.dataset['zone'] ?? 'UTC')
}
document.querySelector<HTMLElement>('[data-answer], [data-refusal]:not([hidden])')?.focus()
talk()
