import { MAX_PICTURE_BYTES, type ErrorCode } from '@tuvens/contract'
import type { FormErrors } from '$lib/forms/errors.ts'
import type { EventValues } from '$lib/forms/event.ts'
import type { ApiClient } from '$lib/server/api/client.ts'
import { PICTURE_SIZE, PICTURE_TOO_LARGE, PICTURE_UNREADABLE, pictureProblem } from '$lib/words/picture.ts'

/** What somebody can do about a refused picture. Other failures are not about the picture. */
const PROBLEMS: Partial<Record<ErrorCode, string>> = {
  PICTURE_UNREADABLE,
  PICTURE_SIZE,
  PAYLOAD_TOO_LARGE: PICTURE_TOO_LARGE,
  RATE_LIMITED: 'You have uploaded many pictures. Wait a few minutes, then choose it again',
}
const NOT_STORED = 'The picture could not be stored. Choose it again and save once more'

/**
 * Stores the picture that was chosen, whatever else is wrong with the form, so that nobody chooses it twice.
 *
 * @returns the form with the picture's address, or a problem at its field
 */
export async function takePicture(
  form: FormData,
  values: EventValues,
  api: ApiClient,
): Promise<{ values: EventValues; errors: FormErrors }> {
  const file = form.get('picture')
  if (!(file instanceof File) || file.size === 0) {
    const isRemoved = form.get('image_remove') === 'on'
    return { values: isRemoved ? { ...values, image_url: '', image_alt: '' } : values, errors: {} }
  }
  if (file.size > MAX_PICTURE_BYTES) return { values, errors: { image_url: pictureProblem(file.size) } }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const stored = await api.uploadPicture(bytes, Number(values.account_id) || null)
  if (stored.ok) return { values: { ...values, image_url: stored.value.url }, errors: {} }
  return { values, errors: { image_url: PROBLEMS[stored.failure.code] ?? NOT_STORED } }
}
