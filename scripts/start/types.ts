/** What the plain-Node part (`scripts/prepare`) hands over; TypeScript cannot read types out of it. */
export type Steps = {
  say: (text?: string) => void
  dim: (text: string) => string
  bold: (text: string) => string
  step: <T>(title: string, work: (note: (text: string) => void) => T | Promise<T>) => Promise<T>
}

export type Life = {
  codeOfSignal: number
  isLeaving: () => boolean
  /** Closers run in reverse order. */
  onLeave: (close: () => unknown) => void
  leave: (code: number) => Promise<void>
}

export type Handover = {
  root: string
  /** The folder `.data`. */
  data: string
  env: Readonly<Record<string, string | undefined>>
  steps: Steps
  life: Life
}
