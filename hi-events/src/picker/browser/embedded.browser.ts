import { fillInBuyer } from './fill-in-buyer.browser.ts'
import { followEvent } from './follow-event.browser.ts'
import { settleOrder } from './order-state.browser.ts'
import { hooks } from './hooks.browser.ts'
import './picker.browser.ts'

/** The script of an embedded event: the ticket picker, which follows the event by itself and has its orders confirmed. */

hooks.settle = settleOrder
hooks.buyer = fillInBuyer
followEvent()
