import type { ComponentChildren, JSX } from 'preact'
import type { FormState } from './form-state.ts'

export type FieldProps = {
  form: FormState
  name: string
  label: string
  hint?: ComponentChildren
  /** Fields are required by default. An optional one is labelled so, unless it is `silent`. */
  optional?: boolean | 'silent'
}

export type ControlAttributes = Record<string, unknown>

export function Framed({ children, ...field }: FieldProps & { children: ComponentChildren }): JSX.Element {
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

export function Hint({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <span class="field__hint" id={`${fieldId(name)}-hint`}>
      {children}
    </span>
  )
}

export function Refused({ name, message }: { name: string; message: string }): JSX.Element {
  return (
    <span class="field__error" id={`${fieldId(name)}-error`}>
      {message}
    </span>
  )
}

export function controlProps(field: FieldProps): ControlAttributes {
  const { form, name, optional } = field
  return {
    id: fieldId(name),
    name,
    required: optional === undefined || optional === false,
    'aria-invalid': problemOf(form, name) === undefined ? undefined : 'true',
    'aria-describedby': describedBy(field),
  }
}

export function describedBy({ form, name, hint }: FieldProps): string | undefined {
  const parts = [
    hint ? `${fieldId(name)}-hint` : '',
    problemOf(form, name) === undefined ? '' : `${fieldId(name)}-error`,
  ]
  return parts.filter((each) => each !== '').join(' ') || undefined
}

export function problemOf(form: FormState, name: string): string | undefined {
  return form.problems.find((each) => each.field === name)?.message
}

export function fieldId(name: string): string {
  return `f-${name.replaceAll('.', '-')}`
}
