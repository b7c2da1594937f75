/** Types that systems guess badly, or not at all, by the ending of the name: a spreadsheet program claims every CSV. */
const byEnding: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  md: 'text/markdown',
  txt: 'text/plain',
  json: 'application/json',
  svg: 'image/svg+xml',
  heic: 'image/heic',
  ics: 'text/calendar',
  vcf: 'text/vcard',
}

/** The type under which a file is announced. */
export function typeOf({ name, type }: Pick<File, 'name' | 'type'>): string {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? ''
  return byEnding[ending] ?? (/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type.toLowerCase() : 'application/octet-stream')
}
