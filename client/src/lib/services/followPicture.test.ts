import { expect, it } from 'vitest'
import { followPicture } from './followPicture.ts'

/** A picture whose loading has ended; without a width it is broken. */
function ended(naturalWidth: number): HTMLImageElement {
  const image = new Image()
  const state = {
    complete: true,
    currentSrc: 'https://pictures.example/a.jpg',
    naturalWidth,
    naturalHeight: 10,
  }
  for (const [name, value] of Object.entries(state)) Object.defineProperty(image, name, { value })
  return image
}

it('hides a picture that broke before the page had its scripts', () => {
  const [broken, read] = [ended(0), ended(600)]
  followPicture()(broken)
  followPicture()(read)
  expect([broken.hidden, read.hidden]).toEqual([true, false])
})

it('waits for a picture that is not loaded yet, and leaves it when the page does', () => {
  const image = new Image()
  const leave = followPicture()(image)
  expect(image.hidden).toBe(false)
  image.dispatchEvent(new Event('error'))
  expect(image.hidden).toBe(true)
  image.hidden = false
  leave?.()
  image.dispatchEvent(new Event('error'))
  expect(image.hidden).toBe(false)
})
