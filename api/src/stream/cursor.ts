/** A position in the change log, in commit order. */
export type Cursor = { readonly xid: bigint; readonly id: bigint }

export const START: Cursor = { xid: 0n, id: 0n }

export function cursorText({ xid, id }: Cursor): string {
  return `${xid}:${id}`
}

/** The cursor in a client's `Last-Event-ID`; null for any other text. */
export function readCursor(text: string): Cursor | null {
  const [, xid, id] = /^(\d{1,19}):(\d{1,18})$/.exec(text) ?? []
  return xid === undefined || id === undefined ? null : { xid: BigInt(xid), id: BigInt(id) }
}

/** Negative, zero or positive, as `a` comes before, at or after `b`. */
export function compare(a: Cursor, b: Cursor): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1
  if (a.id !== b.id) return a.id < b.id ? -1 : 1
  return 0
}
