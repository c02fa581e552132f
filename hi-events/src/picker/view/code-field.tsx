import type { CodeState } from '../../shop/shop-cache.ts'

type CodeFieldProps = { action: string; code: CodeState; value: string }

/** The field for a promo code, also while sales have not begun: a code may show hidden tickets. */
export function CodeField({ action, code, value }: CodeFieldProps) {
  return (
    <details class="picker__code" open={value !== ''}>
      <summary>Have a code?</summary>
      <div class="field">
        <label for="promo_code">Promo code</label>
        <div class="row picker__apply">
          <input
            id="promo_code"
            name="promo_code"
            value={value}
            dir="auto"
            maxLength={64}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            aria-invalid={code === 'wrong' || undefined}
            aria-describedby={code === 'wrong' ? 'promo_code_problem' : undefined}
          />
          <button
            class="button"
            type="submit"
            name="apply"
            value="1"
            formMethod="get"
            formAction={action}
            formTarget="_self"
            formNoValidate
          >
            Apply
          </button>
        </div>
        {code === 'wrong' && (
          <p class="field__error" id="promo_code_problem">
            Not a code for this event.
          </p>
        )}
      </div>
    </details>
  )
}
