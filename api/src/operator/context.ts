import type { HttpCaller } from '@tuvens/platform/http/call'
import type { WakeUp } from '@tuvens/platform/work'
import type { Redis } from 'ioredis'
import type { AuthContext } from '../auth/context.ts'

export type OperatorContext = AuthContext & {
  ticketOrigin: HttpCaller
  redis: Redis | undefined
  mailing: WakeUp
  editing: WakeUp
}
