import type { BaseContext } from '../base/context.ts'
import type { HiEvents } from '../upstream/hi-events.ts'
import type { LoginMethod } from './login-method.ts'
import type { Lock } from './lock.ts'
import type { ServiceTokens } from './service-token.ts'
import type { Vault } from './vault.ts'

export type MappingContext = BaseContext & {
  hiEvents: HiEvents
  vault: Vault
  login: LoginMethod
  tokens: ServiceTokens
  lock: Lock
}
