import { realpathSync } from 'node:fs'
import { faultText } from './fault.ts'
import { locate } from './locate.ts'
import type { MadeBundle } from './make-bundle.ts'

/**
 * Where in the author's folder the platform found something: `pages.ts:13:15` for `#/manifest/pages/0/blocks/1/from`.
 * What was written nowhere keeps its pointer.
 */
export function placeOfPointer(folder: string, { manifest, bundle }: MadeBundle): (pointer: string) => string {
  const root = realpathSync(folder)
  return (pointer) => {
    const [part = '', ...path] = pointer.replace(/^#\//, '').split('/').map(readPart)
    if (part === 'manifest' && path.length > 0) return placeText(root, declared(path, manifest))
    const migration = bundle.migrations[Number(path[0])]
    if (part === 'migrations' && migration !== undefined) return `migrations/${migration.id}.sql`
    return pointer
  }
}

/** A part of a JSON pointer in a URI (RFC 6901, 6). */
function readPart(text: string): string {
  return decodeURIComponent(text).replaceAll('~1', '/').replaceAll('~0', '~')
}

/** Routes are found by their names, everything else by its path. */
function declared(path: readonly string[], { routes }: MadeBundle['manifest']): (string | number)[] {
  const route = path[0] === 'routes' ? routes[Number(path[1])] : undefined
  if (route !== undefined) return ['routes', `${route.method} ${route.path}`]
  return path.map((key) => (/^\d+$/.test(key) ? Number(key) : key))
}

function placeText(folder: string, path: readonly (string | number)[]): string {
  return faultText({ ...locate(folder, path), message: '' }).replace(/: $/, '')
}
