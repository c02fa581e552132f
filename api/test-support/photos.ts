import sharp from 'sharp'

type Photo = {
  width: number
  height: number
  format?: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'
  hue?: number
}

const channel = (hue: number, shift: number) =>
  Math.round(127 + 120 * Math.cos(((hue + shift) * Math.PI) / 180))

/** A picture of one colour. */
export function photo({ width, height, format = 'jpeg', hue = 200 }: Photo): Promise<Buffer> {
  const background = { r: channel(hue, 0), g: channel(hue, 120), b: channel(hue, 240) }
  return sharp({ create: { width, height, channels: 3, background } })
    .toFormat(format)
    .toBuffer()
}

/** Held upright: stored lying, with the orientation, the owner and the place in its metadata. */
export function photoFromAPhone(): Promise<Buffer> {
  const exif = {
    IFD0: { Copyright: "Ada's phone" },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '52/1 22/1 0/1',
      GPSLongitudeRef: 'E',
      GPSLongitude: '4/1 53/1 0/1',
    },
  }
  return sharp({ create: { width: 900, height: 700, channels: 3, background: '#357' } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge(exif)
    .toBuffer()
}

/** A PNG of a few bytes that claims to have so many pixels. */
export async function photoOfPixels(width: number, height: number): Promise<Buffer> {
  const png = await photo({ width: 600, height: 600, format: 'png' })
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  png.writeUInt32BE(crcOf(png.subarray(12, 29)), 29)
  return png
}

/** The checksum of a chunk of a PNG. */
function crcOf(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
