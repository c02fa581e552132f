import type { Incoming } from '@tuvens/contract/embed'

declare global {
  interface Window {
    /** Messages that came before this page's scripts (server/security/early-script.ts). */
    earlyMessages?: Incoming[]
  }
}

/** Hands over every message to this window, those first that came before anyone listened. Returns what ends it. */
export function listenToFrames(listener: (incoming: Incoming) => void): () => void {
  for (const early of window.earlyMessages ?? []) listener(early)
  const receive = ({ origin, source, data }: MessageEvent<unknown>) => listener({ origin, source, data })
  addEventListener('message', receive)
  return () => removeEventListener('message', receive)
}
