import type { Asset } from '../../web/assets.ts'
import type { Page } from '../../web/page.tsx'
import { pickerDocument } from './picker-document.tsx'
import type { PickerDisplay } from './props.ts'

/** Stands in the frame for a moment: its script has the page around it frame the widget of the ticket system. */
export function stockPage(display: PickerDisplay, { url, script }: { url: string; script: Asset }): Page {
  const page = pickerDocument(
    display,
    { title: 'Tickets' },
    <p>
      <a data-stock href={url} target="_top">
        Open the tickets
      </a>
    </p>,
  )
  return { ...page, script }
}
