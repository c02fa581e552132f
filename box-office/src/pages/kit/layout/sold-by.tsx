import type { JSX } from 'preact'

export function SoldBy({ name, email }: { name: string; email: string }): JSX.Element {
  return (
    <span>
      Sold by <bdi>{name.replace(/\.$/, '')}</bdi>. Questions? <a href={`mailto:${email}`}>{email}</a>
    </span>
  )
}
