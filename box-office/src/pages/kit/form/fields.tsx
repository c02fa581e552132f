import type { JSX } from 'preact'
import { decimalsOf } from '../../../rest/words.ts'
import { type ControlAttributes, controlProps, type FieldProps, Framed } from './field-frame.tsx'

type InputProps = FieldProps & {
  type?: 'text' | 'email' | 'password' | 'datetime-local' | 'url' | 'tel' | 'search'
  input?: ControlAttributes
}

/** One line of text. Its label, hint and error are connected to the field for screen readers. */
export function Field({ type = 'text', input = {}, ...field }: InputProps): JSX.Element {
  const value = type === 'password' ? '' : (field.form.values[field.name] ?? '')
  const dir = type === 'text' ? 'auto' : undefined
  const attributes: ControlAttributes = { ...controlProps(field), type, value, dir, ...input }
  return (
    <Framed {...field}>
      <input {...attributes} />
    </Framed>
  )
}

type AmountProps = FieldProps & { currency: string }

/** An amount of money. `type="number"` would discard a typed `12,50`. */
export function AmountField({ currency, label, ...field }: AmountProps): JSX.Element {
  const inputmode = decimalsOf(currency) === 0 ? 'numeric' : 'decimal'
  return <Field {...field} label={`${label} in ${currency}`} input={{ inputmode, class: 'num' }} />
}

export function TextArea({ input = {}, ...field }: FieldProps & { input?: ControlAttributes }): JSX.Element {
  return (
    <Framed {...field}>
      <textarea dir="auto" {...controlProps(field)} {...input}>
        {field.form.values[field.name] ?? ''}
      </textarea>
    </Framed>
  )
}

export type Option = { value: string; label: string }

export function Select({ options, ...field }: FieldProps & { options: readonly Option[] }): JSX.Element {
  const chosen = field.form.values[field.name] ?? ''
  return (
    <Framed {...field}>
      <select {...controlProps(field)}>
        {options.map(({ value, label }) => (
          <option key={value} value={value} selected={value === chosen}>
            {label}
          </option>
        ))}
      </select>
    </Framed>
  )
}
