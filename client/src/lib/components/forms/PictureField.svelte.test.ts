import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../../../test-support/eventually.ts'
import { find, render, textOf } from '../../../../test-support/mounted.ts'
import PictureField from './PictureField.svelte'

type Size = { width: number; height: number }

/** Chooses a file. jsdom cannot set the files of an input. */
function choose(page: HTMLElement, file: File): void {
  const input = find<HTMLInputElement>(page, 'input[type=file]')
  Object.defineProperty(input, 'files', { value: [file], configurable: true })
  input.dispatchEvent(new Event('change', { bubbles: true }))
  flushSync()
}

/** Lets the browser's reading of the preview end; `null`: it cannot decode the file. */
async function decode(page: HTMLElement, size: Size | null): Promise<void> {
  const image = await eventually(() => find<HTMLImageElement>(page, 'img[src^="data:"]'))
  Object.defineProperties(image, {
    naturalWidth: { value: size?.width ?? 0 },
    naturalHeight: { value: size?.height ?? 0 },
  })
  image.dispatchEvent(new Event(size === null ? 'error' : 'load'))
  flushSync()
}

const show = (url = '') => render(PictureField, { url, alt: '', errors: {} })
const problemOf = (page: HTMLElement) => page.querySelector('#image_url-error')
const wordsOf = (page: HTMLElement) => textOf(find(page, '#image_url-error'))
const UNREADABLE = 'Error: Choose a JPEG, PNG, WebP, GIF or AVIF: we cannot read this file'

describe('the choice of a picture', () => {
  it('tells at once that a file is of another kind', () => {
    const page = show()
    choose(page, new File(['%PDF'], 'a.pdf', { type: 'application/pdf' }))
    expect(wordsOf(page)).toBe(UNREADABLE)
  })

  it('tells at once that a picture cannot be read', async () => {
    const page = show()
    choose(page, new File(['no picture'], 'a.jpg', { type: 'image/jpeg' }))
    expect(problemOf(page)).toBeNull()
    await decode(page, null)
    expect(wordsOf(page)).toBe(UNREADABLE)
    expect(page.querySelector('img')).toBeNull()
  })

  it.each([
    { width: 599, height: 800 },
    { width: 600, height: 1501 },
    { width: 10_000, height: 10_000 },
  ])('tells at once that $width × $height pixels do not fit', async (size) => {
    const page = show()
    choose(page, new File(['a picture'], 'a.jpg', { type: 'image/jpeg' }))
    await decode(page, size)
    expect(wordsOf(page)).toContain('at least 600 pixels wide')
  })

  it('shows a picture that fits', async () => {
    const page = show()
    choose(page, new File(['a picture'], 'a.jpg', { type: 'image/jpeg' }))
    await decode(page, { width: 600, height: 1500 })
    expect(problemOf(page)).toBeNull()
    expect(find<HTMLImageElement>(page, 'img').hidden).toBe(false)
  })

  it('hides the stored picture when it is broken, and says nothing about a file', () => {
    const page = show('https://pictures.example/a.jpg')
    find(page, 'img').dispatchEvent(new Event('error'))
    flushSync()
    expect(find<HTMLImageElement>(page, 'img').hidden).toBe(true)
    expect(problemOf(page)).toBeNull()
  })
})
