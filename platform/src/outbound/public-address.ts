import ipaddr from 'ipaddr.js'

/**
 * Whether an IP address is one of the public Internet. Loopback, private, link-local (with the metadata service of
 * clouds), multicast, carrier-grade NAT, documentation and reserved ranges are not, nor is what stands for another
 * address: IPv4-mapped ones are judged by it, NAT64, 6to4 and Teredo are refused.
 */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}
