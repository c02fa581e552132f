import type { Part } from '@tuvens/messages'
import type { ComponentChildren } from 'preact'

type RichProps = { parts: Part[]; link?: (text: string) => ComponentChildren }

/** A message with tags: `<link>` as the page makes it, `<strong>` and `<code>` as elements. */
export function Rich({ parts, link }: RichProps) {
  return (
    <>
      {parts.map(({ tag, text }) => {
        if (tag === 'strong') return <strong>{text}</strong>
        if (tag === 'code') return <code>{text}</code>
        return tag === 'link' && link ? link(text) : text
      })}
    </>
  )
}
