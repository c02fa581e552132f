import { ServiceError, type TokenPair } from '@tuvens/contract'
import { randomBytes } from 'node:crypto'
import type { StoredUser } from './world.ts'

export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** The sessions of the stand-in: access tokens are valid until expired, refresh tokens once. */
export class Sessions {
  private readonly access = new Map<string, StoredUser>()
  private readonly refreshes = new Map<string, StoredUser>()

  open(user: StoredUser): TokenPair {
    const [access_token, refresh_token] = [randomToken(), randomToken()]
    this.access.set(access_token, user)
    this.refreshes.set(refresh_token, user)
    const { id, name, email } = user
    return {
      access_token,
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token,
      refresh_expires_in: 86_400,
      user: { id, name, email },
    }
  }

  refresh(token: string): TokenPair {
    const user = this.refreshes.get(token)
    if (user === undefined) throw new ServiceError('TOKEN_INVALID')
    this.refreshes.delete(token)
    return this.open(user)
  }

  end(refreshToken: string): void {
    this.refreshes.delete(refreshToken)
  }

  /** Expires every access token issued so far. */
  expireAccess(): void {
    this.access.clear()
  }

  userOf(authorization: string | undefined): StoredUser | null {
    if (authorization === undefined) return null
    const user = this.access.get(authorization.replace('Bearer ', ''))
    if (user === undefined) throw new ServiceError('TOKEN_EXPIRED')
    return user
  }
}
