/** What was typed into a form, for the time in which its person signs in again. It stays in one tab of their browser. */
export type KeptForm = {
  /** The user who had opened the form. */
  owner: string
  /** Path and query of the form's page. */
  page: string
  at: number
  fields: [name: string, value: string][]
  /** A file was chosen, too; files are not kept. */
  hadFile: boolean
  /** The page was seen without that user since: their session had ended when they sent the form. */
  isSignedOut: boolean
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
type Reader = { owner: string | null; page: string; now: number }

export const KEPT_MS = 3_600_000
const KEY = 'tuvens-form'
/** Fields that a browser must not keep beside their form. */
const SECRET = 'input[type=password], input[type=file], [autocomplete=one-time-code]'

/** Keeps what a form is sent with. @returns false where the browser stores nothing for this site */
export function keepForm(store: Store, form: HTMLFormElement, { owner, page, now }: Reader): boolean {
  if (owner === null) return false
  const secrets = new Set([...form.querySelectorAll<HTMLInputElement>(SECRET)].map(({ name }) => name))
  const typed = [...new FormData(form)]
  const fields = typed.filter(
    (each): each is [string, string] => typeof each[1] === 'string' && !secrets.has(each[0]),
  )
  const hadFile = typed.some(([, value]) => value instanceof File && value.size > 0)
  return write(store, { owner, page, at: now, fields, hadFile, isSignedOut: false })
}

/** What `reader` typed into the form of this page before their session ended, once. Anybody else's is removed. */
export function takeForm(store: Store, reader: Reader): KeptForm | null {
  const kept = followForm(store, reader)
  if (kept === null || reader.owner === null || !kept.isSignedOut) return null
  remove(store)
  return kept
}

/** Removes what is no longer for this reader; called on each page. @returns what is still kept */
export function followForm(store: Store, { owner, page, now }: Reader): KeptForm | null {
  const kept = read(store)
  if (kept === null) return null
  const isRecent = now - kept.at < KEPT_MS && kept.at <= now
  const isOver = owner !== null && (owner !== kept.owner || page !== kept.page)
  if (!isRecent || isOver) {
    remove(store)
    return null
  }
  if (owner === null && !kept.isSignedOut) write(store, { ...kept, isSignedOut: true })
  return kept
}

/** Fills in a form. Each field tells its component, as if a person had typed. */
export function fillForm(form: HTMLFormElement, { fields }: KeptForm): void {
  for (const control of form.elements) {
    if (!isControl(control) || control.name === '' || control.matches(SECRET)) continue
    const given = fields.flatMap(([name, value]) => (name === control.name ? [value] : []))
    if (control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type))
      control.checked = given.includes(control.value)
    else if (given[0] !== undefined) control.value = given[0]
    else continue
    for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }))
  }
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
const isControl = (element: Element): element is Control =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLSelectElement ||
  element instanceof HTMLTextAreaElement

function read(store: Store): KeptForm | null {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? 'null')
    return isKeptForm(kept) ? kept : null
  } catch {
    return null
  }
}

function isKeptForm(kept: unknown): kept is KeptForm {
  if (typeof kept !== 'object' || kept === null) return false
  const { owner, page, at, fields } = kept as Partial<Record<keyof KeptForm, unknown>>
  return (
    typeof owner === 'string' && typeof page === 'string' && typeof at === 'number' && Array.isArray(fields)
  )
}

function write(store: Store, kept: KeptForm): boolean {
  try {
    store.setItem(KEY, JSON.stringify(kept))
    return true
  } catch {
    return false
  }
}

function remove(store: Store): void {
  try {
    store.removeItem(KEY)
  } catch {
    // A browser that stores nothing has nothing to remove.
  }
}
