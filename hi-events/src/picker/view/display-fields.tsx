import { CarriedFields } from './carried-fields.tsx'
import type { PickerDisplay } from './props.ts'

/** Fields of every form that shows the picker again. */
export function DisplayFields({ display: { locale, theme, dir, carried } }: { display: PickerDisplay }) {
  return (
    <>
      <input type="hidden" name="locale" value={locale} />
      {theme !== undefined && <input type="hidden" name="theme" value={theme} />}
      {dir !== undefined && <input type="hidden" name="dir" value={dir} />}
      <CarriedFields carried={carried} />
    </>
  )
}
