/** Two years would be needed to be preloaded; one is what OWASP ASVS 3.4.1 requires, with all subdomains. */
const HSTS = `max-age=${365 * 24 * 3600}; includeSubDomains`

/**
 * What every response of a service forbids the browser, whatever its content: guessing a type, sending the address of the
 * page elsewhere, devices, and access from a window that opened it. A page sets its own `Content-Security-Policy`; other
 * responses may load and be framed by nothing. Only https makes browsers use https from then on (RFC 6797).
 */
export function securityHeadersOf(publicUrl: string): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'browsing-topics=(), camera=(), geolocation=(), microphone=()',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...transportSecurityOf(publicUrl),
  }
}

/** The one of these headers that depends on the public address. */
export function transportSecurityOf(publicUrl: string): Readonly<Record<string, string>> {
  return publicUrl.startsWith('https:') ? { 'strict-transport-security': HSTS } : {}
}
