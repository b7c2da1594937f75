/** A moment as the database writes it too, so that one moment is one text everywhere: RFC 3339 in UTC without zeros. */
export function momentText(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
