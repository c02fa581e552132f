import { PERMISSIONS_OF_ROLE, type Permission, ROLES, type Role } from '@tuvens/contract'

/** The roles that hold a permission: what SQL compares a membership's role with. */
export function rolesWith(permission: Permission): Role[] {
  return ROLES.filter((role) => PERMISSIONS_OF_ROLE[role].includes(permission))
}
