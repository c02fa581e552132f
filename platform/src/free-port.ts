import { randomInt } from 'node:crypto'
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Below the ports a system hands out by itself (32768 and up on Linux): nobody gets ours before we listen on it. */
const [FIRST, LAST] = [20_000, 32_000]
/** Names the ports that processes of this machine were given lately: many a one listens only seconds later. */
const RESERVED = join(tmpdir(), `tuvens-ports-${process.getuid?.() ?? ''}`)
const RESERVED_MS = 300_000

/** A port of 127.0.0.1 on which nothing listens, and which no other caller on this machine gets in the next minutes. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST)
    if (reserve(port) && (await isFree(port))) return port
  }
}

function reserve(port: number): boolean {
  const file = join(RESERVED, String(port))
  try {
    mkdirSync(RESERVED, { recursive: true })
    writeFileSync(file, '', { flag: 'wx' })
    return true
  } catch (error) {
    // Where nothing can be written, nothing is reserved.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return true
    const info = statSync(file, { throwIfNoEntry: false })
    if (info !== undefined && Date.now() - info.mtimeMs > RESERVED_MS) rmSync(file, { force: true })
    return false
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
