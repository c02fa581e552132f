/** Small comforts. Every page does its work without this script. */
import { startHold } from './hold.ts'
import { startSteppers } from './steppers.ts'

startSteppers(document)
startHold(document)

// On a phone the row of tabs is wider than the screen: show the one we are on.
const tabs = document.querySelector('.tabs')
const tab = tabs?.querySelector<HTMLElement>('[aria-current]')
if (tabs && tab) tabs.scrollLeft = tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

// The order's secret is in the cookie by now; out of the address it is in no screenshot and no shared link.
if (location.pathname.startsWith('/checkout/') && location.search.includes('session_identifier='))
  history.replaceState(null, '', location.pathname)

// A second click while the first is under way sends nothing twice.
for (const form of document.querySelectorAll<HTMLFormElement>('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset['sent'] === 'yes') event.preventDefault()
    form.dataset['sent'] = 'yes'
    if (event.submitter instanceof HTMLElement) event.submitter.setAttribute('aria-busy', 'true')
  })
}
// Coming back by the back button shows the page as it was left: let it be sent again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]'))
    delete form.dataset['sent']
  for (const busy of document.querySelectorAll('[aria-busy]')) busy.removeAttribute('aria-busy')
})
