import type { Visitor } from '$lib/server/session/visitor.ts'
import type { Api } from '$lib/server/api/api.ts'

declare global {
  namespace App {
    /** What an error page shows: always words; the code is for support only. */
    interface Error {
      message: string
      title?: string
      code?: string
      requestId?: string
    }
    interface Locals {
      requestId: string
      /** The API in the name of whoever asks. */
      api: Api
      visitor: Visitor
    }
  }
}
