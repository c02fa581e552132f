import type { Attachment } from 'svelte/attachments'

type Size = { width: number; height: number }

/**
 * Hides a picture that cannot be shown, also one that broke before the page had its scripts. It is not an `onerror`
 * attribute: the server would write that as an inline handler, which the page's policy forbids.
 *
 * @param onSettled told the size of the picture once it is read, upright; null when it cannot be read
 */
export function followPicture(onSettled?: (size: Size | null) => void): Attachment<HTMLImageElement> {
  return (image) => {
    const settle = () => {
      const isRead = image.naturalWidth > 0
      image.hidden = !isRead
      onSettled?.(isRead ? { width: image.naturalWidth, height: image.naturalHeight } : null)
    }
    const fail = () => {
      image.hidden = true
      onSettled?.(null)
    }
    image.addEventListener('load', settle)
    image.addEventListener('error', fail)
    if (image.complete && image.currentSrc !== '') settle()
    return () => {
      image.removeEventListener('load', settle)
      image.removeEventListener('error', fail)
    }
  }
}
