import { type EmbedOptions, type EmbedTarget, loaderAddressOf } from './options.ts'
import { elementCode } from './page-code.ts'

/** A choice of each field that has choices; anything else is no choice. */
const CHOICES = {
  form: ['tickets', 'button'],
  checkout: ['', 'window', 'top'],
  theme: ['', 'light', 'dark'],
} as const

function chosen<T extends string>(choices: readonly [T, ...T[]], value: string | null): T {
  return choices.find((each) => each === value) ?? choices[0]
}

/** The options as a query of the preview. */
export function queryOf({ knowsBuyer, ...texts }: EmbedOptions): string {
  return new URLSearchParams({ ...texts, ...(knowsBuyer && { knowsBuyer: '1' }) }).toString()
}

/** The options of a query; what is unknown there is as without any choice. */
export function optionsOf(query: URLSearchParams): EmbedOptions {
  const text = (name: string) => (query.get(name) ?? '').slice(0, 200)
  return {
    form: chosen(CHOICES.form, query.get('form')),
    checkout: chosen(CHOICES.checkout, query.get('checkout')),
    theme: chosen(CHOICES.theme, query.get('theme')),
    locale: text('locale'),
    promoCode: text('promoCode'),
    campaign: text('campaign'),
    knowsBuyer: query.has('knowsBuyer'),
  }
}

/** The policy that docs/embed.md publishes, with what the preview itself needs: its two files, and the site around it. */
export function previewPolicy(ticketOrigin: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${ticketOrigin}/embed/assets/`,
    `frame-src ${ticketOrigin}`,
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

/** A page with nothing but the code that organisers copy; `/embed/preview.js` tells the page around it what the element tells. */
export function previewPage(target: EmbedTarget): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Preview of the tickets</title>
<link rel="stylesheet" href="/embed/preview.css">
<script src="/embed/preview.js"></script>
<script type="module" crossorigin src="${loaderAddressOf(target)}" integrity="${target.loader.integrity}"></script>
</head>
<body>
<main aria-label="Preview">
${elementCode(target)}
</main>
</body>
</html>
`
}
