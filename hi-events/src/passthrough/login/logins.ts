import { pathOf } from '@tuvens/platform/http/path'
import type { IncomingMessage } from 'node:http'
import type { LinkedEvents } from '../../ticket-session/linked-events.ts'
import type { TicketSessionContext } from '../../ticket-session/context.ts'
import type { Limits } from '@tuvens/platform/limits/limit'
import { createGate, type Gate, type GateVerdict, type Login } from './gate.ts'
import { createLookUp, type LookUpContext } from './look-up.ts'
import { createPersonBudget } from './person-budget.ts'
import { createWriteRecord } from './record-write.ts'
import { createAnswerSwap, type SwappedAnswer } from './swap-answer.ts'

/** Who is signed in: what goes to the ticket system for them, and what comes back. */
export type PassthroughLogins = {
  gate: Gate
  /** Also stores what a write was answered. */
  swap: (
    incoming: IncomingMessage,
    exchange: { request: IncomingMessage; verdict: GateVerdict },
  ) => Promise<SwappedAnswer> | null
  /** A connection that ends with its session. @returns what to call when it has ended by itself */
  attach: (login: Login | null, close: () => void) => () => void
}

export function createPassthroughLogins(
  context: TicketSessionContext &
    LookUpContext & { linkedEvents: LinkedEvents; limits: Limits<'personCalls'> },
): PassthroughLogins {
  const { ticketSessions: sessions, linkedEvents, config } = context
  const { recordWrite, recordAnswer } = createWriteRecord(context)
  const lookUp = createLookUp(context)
  const countCall = createPersonBudget(context.limits)
  const swap = createAnswerSwap(sessions, config.ticketOrigin)
  return {
    gate: createGate({ sessions, lookUp, linkedEvents, countCall, recordWrite, ...config }),
    swap: (incoming, { request, verdict }) => {
      recordAnswer(request, incoming.statusCode ?? 0)
      return swap(incoming, { path: pathOf(request.url ?? '/'), verdict })
    },
    attach: (login, close) =>
      login === null ? () => {} : sessions.watchList.attach(login.session.id, login.token, close),
  }
}
