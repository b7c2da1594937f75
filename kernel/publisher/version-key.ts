/** Text that sorts, byte by byte, as versions do (Semantic Versioning 2.0.0, 11): `1.10.0` after `1.9.0`, and after `1.10.0-rc.2`. */
export function versionKey(version: string): string {
  const [numbers = '', before] = version.split(/-(.*)/)
  const parts = numbers.split('.').map((number) => number.padStart(6, '0').slice(-6))
  const preview = before?.split('.').map((part) => (/^\d+$/.test(part) ? part.padStart(20, '0') : part))
  return `${parts.join('.')}${preview === undefined ? '~' : `-${preview.join('.')}`}`
}
