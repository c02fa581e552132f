import type { PickerContext } from './context.ts'
import { FLAG } from './show-widget.ts'

/** A page of the ticket system's own widget that was passed through. `ms`: until its answer began. */
export type StockWidgetView = { hiEventId: number; status: number; ms: number }

/** Counts it as the other path of the picker's flag, while there are accounts on both paths. */
export async function countStockWidget(
  { flags, eventAccounts }: Pick<PickerContext, 'flags' | 'eventAccounts'>,
  { hiEventId, status, ms }: StockWidgetView,
): Promise<void> {
  if (flags.uniform(FLAG) !== null) return
  const accountId = await eventAccounts.read(String(hiEventId))
  if (accountId === null || flags.isOn(FLAG, { accountId })) return
  flags.count(FLAG, { variant: 'off', accountId, hasFailed: status >= 500, ms })
}
