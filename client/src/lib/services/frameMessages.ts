import type { ReceivedMessage } from '@tuvens/contract/embed'

declare global {
  interface Window {
    /** Messages that came before this page's scripts (server/security/early-script.ts). */
    earlyMessages?: ReceivedMessage[]
  }
}

/** Hands over every message to this window, those first that came before anyone listened. Returns what ends it. */
export function listenToFrames(listener: (incoming: ReceivedMessage) => void): () => void {
  for (const early of window.earlyMessages ?? []) listener(early)
  const receive = ({ origin, source, data }: MessageEvent<unknown>) => listener({ origin, source, data })
  addEventListener('message', receive)
  return () => removeEventListener('message', receive)
}
