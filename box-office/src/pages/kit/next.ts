const HOME = '/manage'
const PLACES = /^\/(manage|mailbox|event|checkout|ticket)(\/|\?|$)/

/** Where to go after signing in: a page of ours, or home. Whatever a browser would read as another site is home. */
export function safeNext(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > 500 || !/^\/[\w\-./?=&%~:]*$/.test(wanted)) return HOME
  const url = URL.canParse(wanted, 'http://here.invalid') ? new URL(wanted, 'http://here.invalid') : null
  if (url === null || url.origin !== 'http://here.invalid' || wanted.startsWith('//')) return HOME
  const path = url.pathname + url.search
  return PLACES.test(path) ? path : HOME
}

/** The sign-in page that comes back to `path`. */
export function loginFor(path: string): string {
  return path === HOME ? '/auth/login' : `/auth/login?next=${encodeURIComponent(path)}`
}
