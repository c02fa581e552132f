import { sendToParent } from './parent-page.browser.ts'

/** Tells the parent page to frame the widget of the ticket system. Without a script, the page has a link to it. */

const link = document.querySelector<HTMLAnchorElement>('a[data-stock]')
if (link) sendToParent({ type: 'stock', url: link.href })
