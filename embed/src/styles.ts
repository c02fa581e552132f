const FRAME =
  'iframe{display:block;width:100%;border:0}:host(:not([data-state=ready])) iframe{position:absolute;top:0;visibility:hidden}'

/** A constructed stylesheet, which policies against inline styles allow. */
export function styleSheet(rules: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(FRAME + rules)
  return sheet
}
