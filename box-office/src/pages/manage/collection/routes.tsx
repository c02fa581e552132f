import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { missing } from '../../../refusal.ts'
import { idOf } from '../../../rest/api.ts'
import type { PageContext } from '../../kit/context.ts'
import { FormReader } from '../../kit/form/form-reader.ts'
import { formOf, type FormState } from '../../kit/form/form-state.ts'
import { type RefusalMapper, submitForm } from '../../kit/form/submit-form.ts'
import { seeOther, sendPage } from '../../kit/layout/send-page.ts'
import { paramOf, queryOf } from '../../kit/request/query.ts'
import { loadManagedEvent, type ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'

/** Items of one kind that an organiser lists, adds, changes and deletes. */
export type Collection<T extends { id: number }> = {
  /** Relative to the path of the event. */
  path: string
  /** Prefix of the keys of `SuccessNotice`. */
  one: string
  list: (managed: ManagedEvent) => Promise<readonly T[]>
  /** Values of the form for a new item. */
  blank: Readonly<Record<string, string>>
  fill: (managed: ManagedEvent, item: T) => FormState
  /** Reads the form into the input of `create` and `edit`. */
  read: (managed: ManagedEvent, form: FormReader) => Promise<unknown>
  create: (managed: ManagedEvent, input: unknown) => Promise<unknown>
  edit: (managed: ManagedEvent, id: number, input: unknown) => Promise<unknown>
  remove: (managed: ManagedEvent, id: number) => Promise<unknown>
  mapRefusal?: RefusalMapper
  listPage: (shown: CollectionListProps<T>) => Promise<VNode>
  changePage: (shown: { managed: ManagedEvent; item: T; form: FormState }) => Promise<VNode>
}

export type CollectionListProps<T> = {
  managed: ManagedEvent
  items: readonly T[]
  form: FormState
  done: string | undefined
}

/** The five routes of the two pages of a collection. A refused form is shown again as it was typed. */
export function addCollectionRoutes<T extends { id: number }>(
  app: FastifyInstance,
  context: PageContext,
  collection: Collection<T>,
): void {
  const base = `/manage/event/:id/${collection.path}`
  app.get(base, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    return sendList(reply, collection, {
      managed,
      form: formOf(collection.blank),
      done: queryOf(request, 'done'),
    })
  })
  app.post(base, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const form = new FormReader(request.body)
    const input = await collection.read(managed, form)
    const added = await submitForm(form, () => collection.create(managed, input), collection.mapRefusal)
    if (!added) return sendList(reply, collection, { managed, form: form.state, done: undefined })
    return backTo(reply, collection, { managed, done: 'added' })
  })
  app.get(`${base}/:item`, async (request, reply) => {
    const { managed, item } = await load(context, request, collection)
    return sendPage(
      reply,
      await collection.changePage({ managed, item, form: collection.fill(managed, item) }),
    )
  })
  app.post(`${base}/:item`, async (request, reply) => {
    const { managed, item } = await load(context, request, collection)
    const form = new FormReader(request.body)
    const input = await collection.read(managed, form)
    const saved = await submitForm(
      form,
      () => collection.edit(managed, item.id, input),
      collection.mapRefusal,
    )
    if (saved) return backTo(reply, collection, { managed, done: 'saved' })
    return sendPage(reply, await collection.changePage({ managed, item, form: form.state }), 422)
  })
  app.post(`${base}/:item/delete`, async (request, reply) => {
    const { managed, item } = await load(context, request, collection)
    const form = new FormReader(request.body)
    if (await submitForm(form, () => collection.remove(managed, item.id), collection.mapRefusal))
      return backTo(reply, collection, { managed, done: 'deleted' })
    const filled = { ...collection.fill(managed, item), problems: form.state.problems }
    return sendPage(reply, await collection.changePage({ managed, item, form: filled }), 409)
  })
}

async function load<T extends { id: number }>(
  context: PageContext,
  request: FastifyRequest,
  { list }: Collection<T>,
): Promise<{ managed: ManagedEvent; item: T }> {
  const managed = await loadManagedEvent(context, request)
  const id = idOf(paramOf(request, 'item'), 'Page')
  const item = (await list(managed)).find((each) => each.id === id)
  if (item === undefined) throw missing('Page', id)
  return { managed, item }
}

async function sendList<T extends { id: number }>(
  reply: FastifyReply,
  { list, listPage }: Collection<T>,
  shown: Omit<CollectionListProps<T>, 'items'>,
): Promise<FastifyReply> {
  const items = await list(shown.managed)
  return sendPage(reply, await listPage({ ...shown, items }), shown.form.problems.length > 0 ? 422 : 200)
}

function backTo<T extends { id: number }>(
  reply: FastifyReply,
  { path, one }: Collection<T>,
  { managed, done }: { managed: ManagedEvent; done: string },
): FastifyReply {
  return seeOther(reply, managePath(managed.event.id, `/${path}?done=${one}-${done}`))
}
