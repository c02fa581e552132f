/** Improvements where scripts run. Every page works without this script. */
import { startHold } from './hold.ts'
import { startSteppers } from './steppers.ts'

startSteppers(document)
startHold(document)

// On a phone the row of tabs is wider than the screen: scroll to the current one.
const tabs = document.querySelector('.tabs')
const tab = tabs?.querySelector<HTMLElement>('[aria-current]')
if (tabs && tab) tabs.scrollLeft = tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2

// The cookie holds the session identifier of the order. Removed from the address, it gets into no screenshot or shared link.
if (location.pathname.startsWith('/checkout/') && location.search.includes('session_identifier='))
  history.replaceState(null, '', location.pathname)

// A second click while the first request is running must not send the form again.
for (const form of document.querySelectorAll<HTMLFormElement>('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset['sent'] === 'yes') event.preventDefault()
    form.dataset['sent'] = 'yes'
    if (event.submitter instanceof HTMLElement) event.submitter.setAttribute('aria-busy', 'true')
  })
}
// The back button restores the page as it was left: allow it to be sent again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]'))
    delete form.dataset['sent']
  for (const busy of document.querySelectorAll('[aria-busy]')) busy.removeAttribute('aria-busy')
})
