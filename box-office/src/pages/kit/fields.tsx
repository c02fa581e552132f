import type { ComponentChildren, JSX } from 'preact'
import { decimalsOf } from '../../rest/words.ts'
import type { FormState } from './form.ts'

type FieldProps = {
  form: FormState
  name: string
  label: string
  hint?: ComponentChildren
  /** Fields are required by default. An optional one is labelled so, unless it is `silent`. */
  optional?: boolean | 'silent'
}
type ControlAttributes = Record<string, unknown>

type InputProps = FieldProps & {
  type?: 'text' | 'email' | 'password' | 'datetime-local' | 'url' | 'tel' | 'search'
  input?: ControlAttributes
}

/** One line of text. Its label, hint and error are connected to the field for screen readers. */
export function Field({ type = 'text', input = {}, ...field }: InputProps): JSX.Element {
  const value = type === 'password' ? '' : (field.form.values[field.name] ?? '')
  const attributes: ControlAttributes = { ...controlProps(field), type, value, ...input }
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
      <textarea {...controlProps(field)} {...input}>
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

type CheckProps = {
  form: FormState
  name: string
  label: ComponentChildren
  hint?: string
  input?: ControlAttributes
}

export function Check({ form, name, label, hint, input = {} }: CheckProps): JSX.Element {
  const id = fieldId(name)
  return (
    <label class="check" for={id}>
      <input
        type="checkbox"
        id={id}
        name={name}
        checked={form.values[name] === 'on'}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        {...input}
      />
      <span>
        {label}
        {hint && (
          <span class="field__hint check__hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}

type RadiosProps = FieldProps & { options: readonly (Option & { hint?: string })[]; class?: string }

export function Radios({ options, class: extra = '', ...field }: RadiosProps): JSX.Element {
  const { form, name, label, hint } = field
  const problem = problemOf(form, name)
  return (
    <fieldset class={`field ${extra}`} aria-describedby={describedBy(field)}>
      <legend>{label}</legend>
      {hint && <Hint name={name}>{hint}</Hint>}
      {problem && <Refused name={name} message={problem} />}
      <div class="radios">
        {options.map((option, index) => (
          <Radio key={option.value} form={form} name={name} option={option} first={index === 0} />
        ))}
      </div>
    </fieldset>
  )
}

type RadioProps = { form: FormState; name: string; option: Option & { hint?: string }; first: boolean }

function Radio({ form, name, option, first }: RadioProps): JSX.Element {
  // The first one has the id of the field: the link in the error summary leads to it.
  const id = first ? fieldId(name) : `${fieldId(name)}-${option.value}`
  return (
    <label class="check check--boxed" for={id}>
      <input
        type="radio"
        id={id}
        name={name}
        value={option.value}
        checked={form.values[name] === option.value}
      />
      <span>
        <span class="check__label">{option.label}</span>
        {option.hint && <span class="field__hint check__hint">{option.hint}</span>}
      </span>
    </label>
  )
}

/** All problems, each a link to its field. It takes the focus, so that a screen reader reads it first. */
export function ErrorSummary({ form }: { form: FormState }): JSX.Element | null {
  if (form.problems.length === 0) return null
  return (
    <div class="error-summary" role="alert" tabindex={-1} autofocus aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">
        {form.problems.length === 1 ? 'One thing needs your attention' : 'These need your attention'}
      </h2>
      <ul>
        {form.problems.map(({ field, message }) => (
          <li key={field}>{field === '' ? message : <a href={`#${fieldId(field)}`}>{message}</a>}</li>
        ))}
      </ul>
    </div>
  )
}

function Framed({ children, ...field }: FieldProps & { children: ComponentChildren }): JSX.Element {
  const { form, name, label, hint, optional } = field
  const problem = problemOf(form, name)
  return (
    <div class="field">
      <label for={fieldId(name)}>
        {label}
        {optional === true && <span class="field__optional"> (optional)</span>}
      </label>
      {hint && <Hint name={name}>{hint}</Hint>}
      {problem && <Refused name={name} message={problem} />}
      {children}
    </div>
  )
}

function Hint({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <span class="field__hint" id={`${fieldId(name)}-hint`}>
      {children}
    </span>
  )
}

function Refused({ name, message }: { name: string; message: string }): JSX.Element {
  return (
    <span class="field__error" id={`${fieldId(name)}-error`}>
      {message}
    </span>
  )
}

function controlProps(field: FieldProps): ControlAttributes {
  const { form, name, optional } = field
  return {
    id: fieldId(name),
    name,
    required: optional === undefined || optional === false,
    'aria-invalid': problemOf(form, name) === undefined ? undefined : 'true',
    'aria-describedby': describedBy(field),
  }
}

function describedBy({ form, name, hint }: FieldProps): string | undefined {
  const parts = [
    hint ? `${fieldId(name)}-hint` : '',
    problemOf(form, name) === undefined ? '' : `${fieldId(name)}-error`,
  ]
  return parts.filter((each) => each !== '').join(' ') || undefined
}

function problemOf(form: FormState, name: string): string | undefined {
  return form.problems.find((each) => each.field === name)?.message
}

export function fieldId(name: string): string {
  return `f-${name.replaceAll('.', '-')}`
}
