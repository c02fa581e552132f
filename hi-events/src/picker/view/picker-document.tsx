import type { ComponentChildren } from 'preact'
import type { Page } from '../../web/page.tsx'
import { PICKER_CSS } from './picker-css.ts'
import type { PickerDisplay } from './props.ts'

/** A page of the picker: its style, its script, and the origins that may frame it. */
export function pickerDocument(display: PickerDisplay, title: string, content: ComponentChildren): Page {
  const { script, heldScript, locale, theme, embedOrigins } = display
  return {
    title,
    ...(theme !== undefined && { theme }),
    script,
    css: PICKER_CSS,
    frameAncestors: embedOrigins,
    body: (
      <body
        class="picker"
        data-locale={locale}
        data-embed-origins={embedOrigins.join(' ')}
        data-held-script={heldScript.path}
      >
        {/* A label of its own: inside a frame, this landmark is listed beside those of the page around it. */}
        <main class="stack" aria-label="Tickets">
          {content}
        </main>
      </body>
    ),
  }
}
