import type { JSX } from 'preact'
import { type FieldProps, problemOf } from './field-frame.tsx'
import { Field, Select } from './fields.tsx'
import { instantField, whichField } from './moment.ts'

const WHICH = [
  { value: '', label: 'Choose' },
  { value: 'earlier', label: 'The first time, before clocks go back' },
  { value: 'later', label: 'The second time, after clocks went back' },
]

/** A day and a time on the clock at the place; where that comes twice, which of both is meant. */
export function MomentField(field: FieldProps): JSX.Element {
  const { form, name, label } = field
  const [instant, which] = [instantField(name), whichField(name)]
  const isTwice = problemOf(form, name)?.includes('comes twice') === true || (form.values[which] ?? '') !== ''
  return (
    <div class="stack stack--tight">
      <Field {...field} type="datetime-local" />
      <input type="hidden" name={instant} value={form.values[instant] ?? ''} />
      {isTwice && (
        <Select form={form} name={which} label={`${label}: which one`} optional="silent" options={WHICH} />
      )}
    </div>
  )
}
