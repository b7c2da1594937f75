/** An address as it is compared: two spellings of one mailbox are one, and nothing else is. */
export function addressKey(address: string): string {
  return address.normalize('NFC').trim().toLowerCase()
}
