import type { Auditor } from '../audit/record.ts'
import type { BaseContext } from '../base/context.ts'
import type { Limits } from '../limits/limit.ts'
import type { AccessTokens } from './access-token.ts'

/** What a route needs to authenticate its caller, limit the calls and record them. */
export type AuthContext = BaseContext & { tokens: AccessTokens; limits: Limits; audit: Auditor }
