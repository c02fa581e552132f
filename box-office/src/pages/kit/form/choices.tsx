import type { ComponentChildren, JSX } from 'preact'
import {
  type ControlAttributes,
  describedBy,
  fieldId,
  type FieldProps,
  Hint,
  problemOf,
  Refused,
} from './field-frame.tsx'
import type { Option } from './fields.tsx'
import type { FormState } from './form-state.ts'

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
