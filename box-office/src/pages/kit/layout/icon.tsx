import { icon, type IconName, MARK, svgParts } from '@tuvens/design'
import type { JSX } from 'preact'

/** One of the icons, in the colour of the text around it. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }): JSX.Element {
  return <Raw html={icon(name, size)} />
}

export function Mark(): JSX.Element {
  return <Raw html={MARK} />
}

/** Only for our own markup, never for user input. The SVG has no wrapper element. */
function Raw({ html }: { html: string }): JSX.Element {
  const { attributes, inner } = svgParts(html)
  return <svg {...attributes} dangerouslySetInnerHTML={{ __html: inner }} />
}
