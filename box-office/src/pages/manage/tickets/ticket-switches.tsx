import type { JSX } from 'preact'
import { Check } from '../../kit/form/choices.tsx'
import type { FormState } from '../../kit/form/form-state.ts'

export function Switches({ form }: { form: FormState }): JSX.Element {
  return (
    <div>
      <Check form={form} name="show_quantity_remaining" label="Show how many are left" />
      <Check
        form={form}
        name="waitlist_enabled"
        label="Offer a waiting list"
        hint="When sold out, people can leave their address"
      />
      <Check
        form={form}
        name="is_hidden_without_promo_code"
        label="Only with a promo code"
        hint="Nobody sees it who has no code for it"
      />
      <Check form={form} name="is_hidden" label="Hide it" hint="Nobody sees or buys it for now" />
    </div>
  )
}
