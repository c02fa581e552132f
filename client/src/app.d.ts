import type { SiteVisitor } from '$lib/server/session/visitor.ts'
import type { Text, Tongue } from '@tuvens/messages'
import type { ApiClient } from '$lib/server/api/client.ts'

declare global {
  namespace App {
    /** What an error page shows: always a sentence for people; the code is for support. */
    interface Error {
      message: string
      title?: string
      code?: string
      requestId?: string
      /** Where to go instead. */
      wayOn?: { text: string; href: string }
    }
    interface Locals {
      requestId: string
      /** The API in the name of the visitor. */
      api: ApiClient
      visitor: SiteVisitor
      /** The language of the page, and its texts. */
      tongue: Tongue
      text: Text
      ticketOrigin: string
      /** Where people sign in when an outside issuer has their accounts; null when this site has them. */
      signInElsewhere: string | null
      /** The page of the ticket system's mails; null where it sends them. */
      ticketMailbox: string | null
      /** What a visitor sent whose session had ended, where their browser does not keep it. */
      unsentForm?: FormData
      /** The response is a page that contains a session token. */
      holdsToken?: boolean
      /** The response is a page that frames another page of this site. */
      framesItself?: boolean
    }
  }
}
