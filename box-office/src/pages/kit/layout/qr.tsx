import type { JSX } from 'preact'
import { create } from 'qrcode'

/**
 * A QR code as one SVG path, black on white in both themes because scanners need the contrast. Screen readers read `label`.
 */
export function Qr({ text, label }: { text: string; label: string }): JSX.Element {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  const dark = Array.from(data, (bit, at) =>
    bit === 1 ? `M${at % size} ${Math.floor(at / size)}h1v1h-1z` : '',
  )
  return (
    <svg
      class="qr"
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect x="-4" y="-4" width={size + 8} height={size + 8} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  )
}
