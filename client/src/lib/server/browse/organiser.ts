import type { PublicOrganiser } from '@tuvens/contract'
import { error } from '@sveltejs/kit'
import type { ApiClient } from '../api/client.ts'
import { failureOf } from '../api/result.ts'
import { failPage, pageError } from '../errors.ts'

/** The organiser of a path. Ends a load with the error page when there is none. */
export async function readOrganiser(api: ApiClient, id: string): Promise<PublicOrganiser> {
  if (!/^[1-9]\d{0,14}$/.test(id)) error(404, pageError(failureOf('ORGANISER_NOT_FOUND').failure))
  const found = await api.readOrganiser(id)
  return found.ok ? found.value : failPage(found.failure)
}
