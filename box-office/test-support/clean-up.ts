/** A REST call of an account's organiser; resolves with `data`, rejects when it is refused. */
export type RestCall = (method: string, path: string, body?: object) => Promise<unknown>

/**
 * Removes what a test made in an account of a Hi.Events, as far as that lets it be removed: the login and its organizers
 * stay, the latter archived but for one: the last one cannot be. An event with completed orders may not be deleted before
 * these are cancelled.
 */
export async function cleanUp(ask: RestCall): Promise<void> {
  for (const id of await idsAt(ask, '/events?per_page=100')) {
    for (const order of await idsAt(ask, `/events/${id}/orders?per_page=100`, 'COMPLETED'))
      await ask('POST', `/events/${id}/orders/${order}/cancel`, {})
    await ask('DELETE', `/events/${id}`)
  }
  for (const id of await idsAt(ask, '/organizers'))
    for (const webhook of await idsAt(ask, `/organizers/${id}/webhooks`))
      await ask('DELETE', `/organizers/${id}/webhooks/${webhook}`)
  const organizers = (await ask('GET', '/organizers')) as { id: number; status: string }[]
  const active = organizers.filter((each) => each.status !== 'ARCHIVED')
  for (const { id } of active.slice(1)) await ask('PUT', `/organizers/${id}/status`, { status: 'ARCHIVED' })
}

async function idsAt(ask: RestCall, path: string, status?: string): Promise<number[]> {
  const found = (await ask('GET', path)) as { id: number; status?: string }[]
  return found.filter((each) => status === undefined || each.status === status).map(({ id }) => id)
}
