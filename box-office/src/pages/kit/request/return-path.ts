const HOME = '/manage'

const OWN_PAGES = /^\/(manage|mailbox|event|checkout|ticket)(\/|\?|$)/

/** The page to return to after signing in. Anything but a path of our own pages becomes the home page: no open redirect. */
export function safeReturnPath(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > 500 || !/^\/[\w\-./?=&%~:]*$/.test(wanted)) return HOME
  const url = URL.canParse(wanted, 'http://here.invalid') ? new URL(wanted, 'http://here.invalid') : null
  if (url === null || url.origin !== 'http://here.invalid' || wanted.startsWith('//')) return HOME
  const path = url.pathname + url.search
  return OWN_PAGES.test(path) ? path : HOME
}

/** The address of the sign-in page that returns to `path`. */
export function loginPathFor(path: string): string {
  return path === HOME ? '/auth/login' : `/auth/login?next=${encodeURIComponent(path)}`
}
