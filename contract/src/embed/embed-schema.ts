import { Type } from 'typebox'
import { EMBED_VERSION } from './embed.ts'

const envelope = {
  source: Type.Literal('tuvens-ticketing'),
  version: Type.Literal(EMBED_VERSION),
  nonce: Type.String({ minLength: 8, maxLength: 64 }),
}

/** Frame → parent, as JSON schema for anyone who builds the other side. */
export const FrameMessageSchema = Type.Union([
  Type.Object({ ...envelope, type: Type.Literal('ready') }),
  Type.Object({ ...envelope, type: Type.Literal('resize'), height: Type.Number() }),
  Type.Object({ ...envelope, type: Type.Literal('checkout'), url: Type.String({ maxLength: 2048 }) }),
  Type.Object({
    ...envelope,
    type: Type.Literal('order-complete'),
    order: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  Type.Object({ ...envelope, type: Type.Literal('released') }),
  Type.Object({ ...envelope, type: Type.Literal('stock'), url: Type.String({ maxLength: 2048 }) }),
])

const buyerField = Type.Optional(Type.String({ maxLength: 254 }))

/** Parent → frame, as JSON schema. */
export const ParentMessageSchema = Type.Union([
  Type.Object({ ...envelope, type: Type.Literal('theme'), theme: Type.Enum(['light', 'dark', 'auto']) }),
  Type.Object({ ...envelope, type: Type.Literal('locale'), locale: Type.String({ maxLength: 35 }) }),
  Type.Object({ ...envelope, type: Type.Literal('refresh') }),
  Type.Object({ ...envelope, type: Type.Literal('held'), url: Type.String({ maxLength: 2048 }) }),
  Type.Object({
    ...envelope,
    type: Type.Literal('buyer'),
    first_name: buyerField,
    last_name: buyerField,
    email: buyerField,
  }),
])
