import { coverName, MAX_PICTURE_BYTES, pictureIdOf, picturePath } from '@tuvens/contract'
import { CallError } from '@tuvens/platform/http/call-error'
import { coverOf, type Image } from '../upstream/event-answers.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { EditsContext } from './context.ts'
import type { Comparison } from './look.ts'

/**
 * Makes the cover of the Hi.Events event what the Tuvens event shows: an uploaded picture, or none.
 *
 * @returns the pictures that the event then has; `refused` when the ticket system does not take ours
 * @throws UpstreamError, CallError
 */
export async function writeCover(
  context: EditsContext,
  comparison: Comparison,
): Promise<Image[] | 'refused'> {
  const { event } = comparison.upstream
  const cover = coverOf(event)
  const others = (event.images ?? []).filter((each) => each.type !== cover?.type)
  const id = pictureIdOf(comparison.details.imageUrl)
  if (id === null) {
    if (cover !== null) await removeCover(context, comparison, cover.id)
    return others
  }
  const bytes = await readOwn(context, id)
  const uploaded = bytes === null ? null : await upload(context, comparison, { id, bytes })
  return uploaded === null ? 'refused' : [...others, uploaded]
}

async function removeCover(
  context: EditsContext,
  { account, hiEventId }: Comparison,
  imageId: number,
): Promise<void> {
  try {
    await context.tokens.use(account, (token) => context.hiEvents.deleteImage(token, hiEventId, imageId))
  } catch (error) {
    // Somebody has removed it meanwhile.
    if (!isUpstream(error, 'missing')) throw error
  }
}

async function upload(
  context: EditsContext,
  { account, hiEventId }: Comparison,
  { id, bytes }: { id: string; bytes: Buffer },
): Promise<Image | null> {
  const file = { name: `${coverName(id)}.jpg`, bytes }
  try {
    return await context.tokens.use(account, (token) => context.hiEvents.uploadCover(token, hiEventId, file))
  } catch (error) {
    if (isUpstream(error, 'refused')) return null
    throw error
  }
}

/** Null: the picture was deleted since the event named it. */
async function readOwn({ statusApi }: EditsContext, id: string): Promise<Buffer | null> {
  try {
    const path = picturePath(id, '1600.jpg')
    return (await statusApi.call({ method: 'GET', path, isFile: true, maxBytes: MAX_PICTURE_BYTES })).raw
  } catch (error) {
    if (error instanceof CallError && error.failure === 'refused') return null
    throw error
  }
}
