import type { Product } from '../../catalogue/read.ts'
import type { PriceRow } from '../../catalogue/store.ts'
import type { PublicEvent } from '../../public/event.ts'
import type { FormState } from '../kit/form/form-state.ts'

export type OrderFormProps = { found: PublicEvent; form: FormState; now: number }
export type OfferLineProps = OrderFormProps & { product: Product; price: PriceRow }
