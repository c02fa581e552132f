import type { LimitName } from '@tuvens/contract'
import type { Limits } from '@tuvens/platform/limit'
import type { Auditor } from '../audit/record.ts'
import type { BaseContext } from '../base/context.ts'

import type { AccessTokens } from './access-token.ts'

/** What a route needs to authenticate its caller, limit the calls and record them. */
export type AuthContext = BaseContext & { tokens: AccessTokens; limits: Limits<LimitName>; audit: Auditor }
