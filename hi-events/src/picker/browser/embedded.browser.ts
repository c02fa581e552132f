import { fillInBuyer } from './fill-in-buyer.browser.ts'
import { followEvent } from './follow-event.browser.ts'
import { settleOrder } from './order-state.browser.ts'
import { listeners } from './parent-page.browser.ts'
import './picker.browser.ts'
import { settling } from './settling.browser.ts'

/** The script of an embedded event: the ticket picker, which follows the event by itself and has its orders confirmed. */

settling.settle = settleOrder
listeners.buyer = fillInBuyer
followEvent()
