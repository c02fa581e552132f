import type { IncomingMessage } from 'node:http'

/** How long what is left of a body is read once the answer is sent. */
const LINGER_MS = 5_000

/**
 * Makes the end of this connection wait for the rest of the request's body, for a limited time. A connection that is closed
 * while its client still sends is reset, and many clients then lose the answer that says why (RFC 9112, 9.6).
 */
export function lingerOn(request: IncomingMessage): void {
  const { socket } = request
  socket.destroySoon = () => {
    const isRead = request.complete || socket.readableEnded || socket.destroyed
    if (isRead) {
      Reflect.deleteProperty(socket, 'destroySoon')
      return socket.destroySoon()
    }
    socket.end()
    request.resume()
    const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref()
    request.once('end', () => socket.destroy())
    socket.once('end', () => socket.destroy()).once('close', () => clearTimeout(timer))
  }
}
