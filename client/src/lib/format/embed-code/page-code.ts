import {
  type EmbedTarget,
  escapeAttribute,
  loaderAddressOf,
  pageAddressOf,
  tagOf,
  writtenAttributes,
} from './options.ts'

/** A part of the code to copy, and where it belongs. */
export type CodePart = { id: string; title: string; code: string }

/** Keeps what is below the element in its place while the tickets load. */
const STYLE = 'tuvens-tickets { display: block; min-height: 34rem }'

/** The element with what is shown until the tickets are there, and wherever they cannot be. */
export function elementCode(target: EmbedTarget): string {
  const tag = tagOf(target.options)
  const words = target.options.form === 'button' ? 'Get tickets' : 'Tickets'
  const link = `<a href="${escapeAttribute(pageAddressOf(target))}">${words}</a>`
  return `<${tag} ${writtenAttributes(target)}>\n  ${link}\n</${tag}>`
}

/** For a page of plain HTML. */
export function htmlCode(target: EmbedTarget): CodePart[] {
  const head = `<script type="module" crossorigin\n  src="${loaderAddressOf(target)}"\n  integrity="${target.loader.integrity}"></` // The end of a script would end the one around this text.
  return [
    { id: 'head', title: 'In the head of the page', code: `${head}script>` },
    ...(target.options.form === 'tickets' ? [{ id: 'style', title: 'In its stylesheet', code: STYLE }] : []),
    { id: 'element', title: 'Where the tickets belong', code: elementCode(target) },
  ]
}

/** For a page that takes no script. The frame does not grow with its content, and tells its page nothing. */
export function frameCode(target: EmbedTarget): CodePart[] {
  const address = escapeAttribute(pageAddressOf(target))
  const code = `<iframe src="${address}" title="Tickets"\n  width="100%" height="600" referrerpolicy="origin"></iframe>`
  return [{ id: 'frame', title: 'Where the tickets belong', code }]
}
