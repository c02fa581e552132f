import { compare, type Cursor } from './cursor.ts'

/** One change, framed once for all connections. */
export type Entry = { cursor: Cursor; eventId: string; frame: Buffer }

/** The latest changes in memory: who was away for a moment is served without a query. */
export class Ring {
  private entries: Entry[] = []
  /** Everything after this place is in here. */
  private start: Cursor
  private readonly size: number

  constructor(start: Cursor, size: number) {
    this.start = start
    this.size = size
  }

  push(entry: Entry): void {
    this.entries.push(entry)
    // Cut in halves: moving the array on every push would cost more than the memory.
    if (this.entries.length < this.size * 2) return
    const dropped = this.entries.splice(0, this.size).at(-1)
    if (dropped !== undefined) this.start = dropped.cursor
  }

  /** What came after a place; null when the ring no longer reaches back to it. */
  since(cursor: Cursor): Entry[] | null {
    if (compare(cursor, this.start) < 0) return null
    let [low, high] = [0, this.entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const entry = this.entries[middle]
      if (entry !== undefined && compare(entry.cursor, cursor) <= 0) low = middle + 1
      else high = middle
    }
    return this.entries.slice(low)
  }
}
