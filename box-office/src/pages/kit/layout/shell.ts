import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Assets } from './assets.ts'

/** What the frame of every page shows. */
export type PageShell = {
  assets: Assets
  /** The account that somebody is signed in to. Several people may use its login, so no page names one of them. */
  account: { name: string } | null
  /** Path and query of the page. */
  path: string
  /** What happens to mails: sent by SMTP, shown on `/mailbox`, or kept until a mail server is configured. */
  mail: 'sent' | 'mailbox' | 'kept'
}

const ShellContext = createContext<PageShell | null>(null)

export const ShellProvider = ShellContext.Provider

export function useShell(): PageShell {
  const shell = useContext(ShellContext)
  if (shell === null) throw new TypeError('a page must be rendered by sendPage')
  return shell
}
