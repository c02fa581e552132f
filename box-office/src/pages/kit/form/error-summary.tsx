import type { JSX } from 'preact'
import { fieldId } from './field-frame.tsx'
import type { FormState } from './form-state.ts'

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
