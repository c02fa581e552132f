import { compare, type Cursor } from './cursor.ts'

/** A change with the message that every connection gets. */
export type FramedChange = { cursor: Cursor; eventId: string; frame: Buffer }

/** The latest changes in memory, so that a client that was away for a moment is served without a query. */
export class RecentChanges {
  private changes: FramedChange[] = []
  /** Every change after this cursor is in memory. */
  private start: Cursor
  private readonly size: number

  constructor(start: Cursor, size: number) {
    this.start = start
    this.size = size
  }

  push(change: FramedChange): void {
    this.changes.push(change)
    // Dropping half at a time costs less than moving the array on every push.
    if (this.changes.length < this.size * 2) return
    const dropped = this.changes.splice(0, this.size).at(-1)
    if (dropped !== undefined) this.start = dropped.cursor
  }

  /** The changes after a cursor; null when some of them are no longer in memory. */
  since(cursor: Cursor): FramedChange[] | null {
    if (compare(cursor, this.start) < 0) return null
    let [low, high] = [0, this.changes.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const change = this.changes[middle]
      if (change !== undefined && compare(change.cursor, cursor) <= 0) low = middle + 1
      else high = middle
    }
    return this.changes.slice(low)
  }
}
