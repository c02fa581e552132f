import type { BaseContext } from '../base/context.ts'
import type { SecureCrossAppAuthMiddleware } from './secure-cross-app-auth-middleware.ts'
import type { SecureCrossAppAuthService } from './secure-cross-app-auth-service.ts'

export type SessionContext = BaseContext & {
  auth: SecureCrossAppAuthService
  middleware: SecureCrossAppAuthMiddleware
}
