import type { Carried } from '../form/carried.ts'

/** Fields of every form that leads on to tickets or to the checkout. */
export function CarriedFields({ carried }: { carried: Carried }) {
  return (
    <>
      {Object.entries(carried).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  )
}
