/** The hidden field with the user for whom a form was rendered. */
export const FORM_OWNER = 'form_owner'
/** The hidden field that says that the browser has kept what was typed. */
export const FORM_KEPT = 'form_kept'

/** The page of a form, as path and query, from where the form is sent to: the name of its action is no part of the page. */
export function formPageOf({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string {
  return pathname + search.replace(/[?&]\/[^&]*/g, '').replace(/^&/, '?')
}
