/** Types of the values from `scripts/prepare`, which is plain JavaScript. */
export type Steps = {
  print: (text?: string) => void
  dim: (text: string) => string
  bold: (text: string) => string
  step: <T>(title: string, work: (note: (text: string) => void) => T | Promise<T>) => Promise<T>
}

export type Shutdown = {
  signalExitCode: number
  isExiting: () => boolean
  /** Closers run in reverse order. */
  onExit: (close: () => unknown) => void
  exit: (code: number) => Promise<void>
}

export type Handover = {
  root: string
  /** The folder `.data`. */
  data: string
  env: Readonly<Record<string, string | undefined>>
  steps: Steps
  shutdown: Shutdown
}
