import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import type { PageContext as Context } from '../kit/context.ts'
import { missing } from '../../refusal.ts'
import { idOf } from '../../rest/api.ts'
import { attempt, type Tell } from '../kit/attempt.ts'
import { FormReader, formOf, type FormState } from '../kit/form.ts'
import { paramOf, queryOf } from '../kit/request.ts'
import { seeOther, sendPage } from '../kit/send.ts'
import { managePath } from './chrome.tsx'
import { loadManaged, type Managed } from './load.ts'

/** Things of one kind that an organiser lists, adds, changes and deletes. */
export type Collection<T extends { id: number }> = {
  /** below the event's path */
  path: string
  /** what one of them is called in the sentences that say what was done */
  one: string
  list: (managed: Managed) => Promise<readonly T[]>
  /** a new one's form, and that of one there is */
  blank: Readonly<Record<string, string>>
  fill: (managed: Managed, item: T) => FormState
  /** reads the form into what `create` and `edit` take */
  read: (managed: Managed, form: FormReader) => Promise<unknown>
  create: (managed: Managed, input: unknown) => Promise<unknown>
  edit: (managed: Managed, id: number, input: unknown) => Promise<unknown>
  remove: (managed: Managed, id: number) => Promise<unknown>
  tell?: Tell
  listPage: (shown: ListShown<T>) => Promise<VNode>
  changePage: (shown: { managed: Managed; item: T; form: FormState }) => Promise<VNode>
}
export type ListShown<T> = {
  managed: Managed
  items: readonly T[]
  form: FormState
  done: string | undefined
}

/** The five calls of a collection's two pages. What was refused is shown again as it was typed. */
export function registerCollection<T extends { id: number }>(
  app: FastifyInstance,
  context: Context,
  things: Collection<T>,
): void {
  const base = `/manage/event/:id/${things.path}`
  app.get(base, async (request, reply) => {
    const managed = await loadManaged(context, request)
    return sendList(reply, things, { managed, form: formOf(things.blank), done: queryOf(request, 'done') })
  })
  app.post(base, async (request, reply) => {
    const managed = await loadManaged(context, request)
    const form = new FormReader(request.body)
    const input = await things.read(managed, form)
    const added = await attempt(form, () => things.create(managed, input), things.tell)
    if (!added) return sendList(reply, things, { managed, form: form.state, done: undefined })
    return backTo(reply, things, { managed, done: 'added' })
  })
  app.get(`${base}/:item`, async (request, reply) => {
    const { managed, item } = await load(context, request, things)
    return sendPage(reply, await things.changePage({ managed, item, form: things.fill(managed, item) }))
  })
  app.post(`${base}/:item`, async (request, reply) => {
    const { managed, item } = await load(context, request, things)
    const form = new FormReader(request.body)
    const input = await things.read(managed, form)
    const saved = await attempt(form, () => things.edit(managed, item.id, input), things.tell)
    if (saved) return backTo(reply, things, { managed, done: 'saved' })
    return sendPage(reply, await things.changePage({ managed, item, form: form.state }), 422)
  })
  app.post(`${base}/:item/delete`, async (request, reply) => {
    const { managed, item } = await load(context, request, things)
    const form = new FormReader(request.body)
    if (await attempt(form, () => things.remove(managed, item.id), things.tell))
      return backTo(reply, things, { managed, done: 'deleted' })
    const filled = { ...things.fill(managed, item), problems: form.state.problems }
    return sendPage(reply, await things.changePage({ managed, item, form: filled }), 409)
  })
}

async function load<T extends { id: number }>(
  context: Context,
  request: FastifyRequest,
  { list }: Collection<T>,
): Promise<{ managed: Managed; item: T }> {
  const managed = await loadManaged(context, request)
  const id = idOf(paramOf(request, 'item'), 'Page')
  const item = (await list(managed)).find((each) => each.id === id)
  if (item === undefined) throw missing('Page', id)
  return { managed, item }
}

async function sendList<T extends { id: number }>(
  reply: FastifyReply,
  { list, listPage }: Collection<T>,
  shown: Omit<ListShown<T>, 'items'>,
): Promise<FastifyReply> {
  const items = await list(shown.managed)
  return sendPage(reply, await listPage({ ...shown, items }), shown.form.problems.length > 0 ? 422 : 200)
}

function backTo<T extends { id: number }>(
  reply: FastifyReply,
  { path, one }: Collection<T>,
  { managed, done }: { managed: Managed; done: string },
): FastifyReply {
  return seeOther(reply, managePath(managed.event.id, `/${path}?done=${one}-${done}`))
}
