/**
 * The address of the public API for the order of a checkout.
 *
 * @param checkoutUrl `/checkout/:event/:order/…?session_identifier=…` of this origin
 * @param action what is done to it, such as `/abandon`
 */
export function orderUrlOf(checkoutUrl: string, action = ''): string {
  const { pathname, searchParams } = new URL(checkoutUrl)
  const [, , eventId, orderId] = pathname.split('/')
  return `/api/public/events/${eventId}/order/${orderId}${action}?session_identifier=${searchParams.get('session_identifier')}`
}
