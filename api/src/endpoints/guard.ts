import { PERMISSIONS_OF_ROLE, ServiceError } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import type { AuthContext } from '../auth/context.ts'
import { findRole } from '../catalogue/store.ts'
import { userOf } from '../http/caller.ts'

/** A call about an account's webhooks. */
export type AccountCall = { request: FastifyRequest; params: { account_id: string } }

/**
 * The one place that decides who may manage the webhooks of an account: those who may manage its members.
 *
 * @throws ServiceError NOT_A_MEMBER, PERMISSION_DENIED
 */
export async function requireEndpointManager(
  { db }: Pick<AuthContext, 'db'>,
  { request, params }: AccountCall,
): Promise<void> {
  const membership = await findRole(db, userOf(request), params.account_id)
  if (membership === undefined) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[membership.role].includes('manage_members'))
    throw new ServiceError('PERMISSION_DENIED')
}
