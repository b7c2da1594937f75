/** What somebody types to add a person in one line: an address, or a name whose last word is the last name. */
export function splitName(text: string): { firstName: string; lastName: string; emails: string[] } {
  const words = text.trim().split(/\s+/)
  const emails = words.filter((word) => /^[^\s@]+@[^\s@]+$/.test(word))
  const names = words.filter((word) => !emails.includes(word))
  const lastName = names.length > 1 ? (names.at(-1) ?? '') : ''
  return { firstName: names.slice(0, names.length > 1 ? -1 : 1).join(' '), lastName, emails }
}
