const LOOPBACK = /^(?:(?:[a-z\d-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/

/** Whether a host name or address, with or without the brackets of a URL, is this machine itself (RFC 6761 6.3). */
export function isLoopbackName(name: string): boolean {
  return LOOPBACK.test(name.toLowerCase())
}
