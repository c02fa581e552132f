import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the ports a system hands out by itself (32768 and up on Linux): nobody gets ours before we listen on it. */
const [FIRST, LAST] = [20_000, 32_000]

/** A port of 127.0.0.1 on which nothing listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
