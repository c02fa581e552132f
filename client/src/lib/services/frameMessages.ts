import type { ReceivedMessage } from '@tuvens/contract/embed'

declare global {
  interface Window {
    /** Messages received before this page's scripts ran (server/security/early-script.ts). */
    earlyMessages?: ReceivedMessage[]
  }
}

/** Passes every message of this window to `listener`, first the early ones. Returns a function that stops it. */
export function listenToFrames(listener: (incoming: ReceivedMessage) => void): () => void {
  for (const early of window.earlyMessages ?? []) listener(early)
  const receive = ({ origin, source, data }: MessageEvent<unknown>) => listener({ origin, source, data })
  addEventListener('message', receive)
  return () => removeEventListener('message', receive)
}
