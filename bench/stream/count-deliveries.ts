const MARK = Buffer.from('"timestamp":"')
/** Length of `2026-01-01T12:00:00.000Z`. */
const STAMP = 24
const NOTHING = Buffer.alloc(0)

/**
 * Reads the raw bytes of a stream and calls `delivered` with the timestamp of each change. Each server writes a whole message at once, so
 * a message contains no chunk headers; TCP can still split it anywhere.
 */
export function countDeliveries(delivered: (timestamp: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = NOTHING
  return (chunk) => {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let [from, at] = [0, data.indexOf(MARK)]
    while (at !== -1 && at + MARK.length + STAMP <= data.length) {
      from = at + MARK.length + STAMP
      delivered(data.toString('latin1', at + MARK.length, from))
      at = data.indexOf(MARK, from)
    }
    const kept = at === -1 ? Math.max(from, data.length - MARK.length + 1) : at
    // A copy, because a view would keep the whole chunk in memory.
    rest = kept >= data.length ? NOTHING : Buffer.from(data.subarray(kept))
  }
}
