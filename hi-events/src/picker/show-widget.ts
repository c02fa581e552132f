import type { FlagVerdict, Settled } from '@tuvens/platform/flags/flags'
import type { FastifyReply } from 'fastify'
import { readFields } from '../web/form-fields.ts'
import { type HttpExchange, sendPage } from '../web/send-page.ts'
import type { PickerContext } from './context.ts'
import { readSelection } from './form/selection.ts'
import type { PickerResponse } from './open-shop.ts'
import { type PickerRequest, readPickerRequest } from './picker-request.ts'
import { showPicker } from './show-picker.ts'
import { stockPage } from './view/stock-page.tsx'

export const FLAG = 'ticket-picker'

/** What an event page frames: our picker, or the way to the widget of the ticket system for accounts without it. */
export async function showWidget(context: PickerContext, exchange: HttpExchange): Promise<FastifyReply> {
  const request = await readPickerRequest(context, exchange.request)
  return sendWidget(
    exchange,
    await chooseWidget(context, request, () => pickerOf(context, exchange, request)),
  )
}

/** What `show` makes, or the way to the widget of the ticket system for accounts without our picker. */
export async function chooseWidget(
  context: PickerContext,
  request: PickerRequest,
  show: () => Promise<PickerResponse>,
): Promise<Widget> {
  const { flags } = context
  // Looked up only where accounts differ. An event that is not linked has none, and nothing to show but why.
  const isUniform = flags.uniform(FLAG) !== null
  const accountId =
    isUniform || request.eventId === null ? null : await context.eventAccounts.read(String(request.eventId))
  const off = isUniform || accountId !== null ? async () => stockOf(context, request) : show
  return flags.run<Widget>(FLAG, { accountId }, { on: show, off, judge })
}

/** Sends a page, or leads to the one that takes its place. */
export function sendWidget(exchange: HttpExchange, { page, status, redirect }: Widget): FastifyReply {
  if (redirect !== undefined)
    return exchange.reply.header('cache-control', 'no-store').redirect(redirect, 303)
  return sendPage(exchange, page, { status, cacheControl: 'no-cache' })
}

/** A page of tickets; `redirect` leads a visitor without a frame around it to the widget of the ticket system. */
export type Widget = PickerResponse & { isStock?: true; redirect?: string }

async function pickerOf(
  context: PickerContext,
  { request }: HttpExchange,
  pickerRequest: PickerRequest,
): Promise<Widget> {
  const selection = readSelection(readFields(request.query))
  return showPicker(context, pickerRequest, { selection })
}

/** A visitor who opened it by itself is led there; in a frame, the page around it has to know. */
function stockOf({ config, assets }: PickerContext, { display, eventId }: PickerRequest): Widget {
  const url = `${config.ticketOrigin}/widget/${eventId ?? 0}`
  const page = stockPage(display, { url, script: assets.stock })
  return { page, status: 200, isStock: true, ...(display.isStandalone && { redirect: url }) }
}

/** The widget itself is counted where it passes through. While the ticket system is away, both paths fail alike. */
function judge(settled: Settled<Widget>): FlagVerdict {
  if ('error' in settled) return 'failed'
  const { status, unread, isStock } = settled.result
  if (isStock || unread === 'away') return 'ignored'
  return status >= 500 ? 'failed' : 'ok'
}
