import { colourOf, groundOf, ratioOf } from './colours.ts'

/** One thing that is seen on another, with its contrast ratio and the least it must have (WCAG 2.2, 1.4.3 and 1.4.11). */
export type Measured = { what: string; of: string; ratio: number; least: number }

const TEXT = 4.5
const CONTROL = 3
/** Fields whose words a person types. */
const TYPED = 'input:not([type=checkbox], [type=radio]), select, textarea'
/** What would not be found without its edge or its filling; a quiet button is found by its words. */
const EDGED = `.button:not(.button--quiet), .stepper, :is(${TYPED}):not(.stepper *)`

/** Measures words, placeholders, icons, edges of controls and the ring of the focus in a whole document. */
export function measure(): Measured[] {
  return [...document.body.querySelectorAll<HTMLElement>('*')]
    .filter((each) => each.checkVisibility() && each.closest(':disabled, [aria-disabled="true"]') === null)
    .flatMap((each) => [...wordsOf(each), ...marksOf(each), ...controlsOf(each)])
}

function wordsOf(element: HTMLElement): Measured[] {
  const ground = groundOf(element)
  const ratio = (pseudo?: string) => ratioOf(colourOf(getComputedStyle(element, pseudo).color), ground)
  return [
    ...(hasWords(element) ? [found(element, 'words', ratio(), TEXT)] : []),
    ...(element.matches('[placeholder]')
      ? [found(element, 'placeholder', ratio('::placeholder'), TEXT)]
      : []),
  ]
}

function marksOf(element: HTMLElement): Measured[] {
  if (element.tagName !== 'svg') return []
  const colour = colourOf(getComputedStyle(element).color)
  return [found(element, 'icon', ratioOf(colour, groundOf(element)), CONTROL)]
}

function controlsOf(element: HTMLElement): Measured[] {
  const { borderTopColor, outlineColor, outlineStyle, accentColor } = getComputedStyle(element)
  const around = groundOf(element.parentElement)
  const edge = Math.max(ratioOf(colourOf(borderTopColor), around), ratioOf(groundOf(element), around))
  const is = (selector: string) => element.matches(selector)
  return [
    ...(is(EDGED) ? [found(element, 'edge', edge, CONTROL)] : []),
    ...(outlineStyle !== 'none'
      ? [found(element, 'focus', ratioOf(colourOf(outlineColor), around), CONTROL)]
      : []),
    ...(is('[type=checkbox]')
      ? [found(element, 'check', ratioOf(colourOf(accentColor), around), CONTROL)]
      : []),
  ]
}

function hasWords(element: HTMLElement): boolean {
  const own = [...element.childNodes].some(
    (each) => each.nodeType === Node.TEXT_NODE && each.textContent?.trim(),
  )
  return own || element.matches(TYPED)
}

function found(element: HTMLElement, what: string, ratio: number, least: number): Measured {
  const of = element.closest('[data-on]')?.getAttribute('data-on') ?? element.outerHTML.slice(0, 120)
  return { what, of, ratio, least }
}
