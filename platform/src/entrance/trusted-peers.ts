import proxyAddr from '@fastify/proxy-addr'

/** The setting `TRUST_PROXY` of a service as a function: `true` or a number of hops trusts every direct client. */
export function trustedPeers(
  setting: boolean | number | string | readonly string[],
): (address: string) => boolean {
  if (typeof setting === 'boolean') return () => setting
  if (typeof setting === 'number') return () => setting > 0
  const isTrusted = proxyAddr.compile(
    typeof setting === 'string' ? setting.split(',').map((each) => each.trim()) : [...setting],
  )
  return (address) => address !== '' && isTrusted(address, 0)
}
