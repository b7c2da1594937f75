import { originOf } from './code-faults.ts'
import type { MadeBundle } from './make-bundle.ts'

/**
 * A line that the plugin wrote, or what it threw, with places in its own files: `at routes.ts:41:12` for
 * `at plugin.js:1:20345`. Of a stack only those are kept.
 */
export function readableLog(text: string, { source }: Pick<MadeBundle, 'source'>): string {
  const [first = '', ...frames] = text.split('\n')
  if (!frames.some((frame) => /plugin\.js:\d+:\d+/.test(frame))) return text
  const own = frames.flatMap((frame) => {
    const found = /plugin\.js:(\d+):(\d+)/.exec(frame)
    if (found === null) return /^\s*at /.test(frame) ? [] : [frame]
    const { file, line, column } = originOf(source, Number(found[1]), Number(found[2]))
    const isOwn = line !== undefined && !file.startsWith('..') && !file.includes('node_modules')
    return isOwn ? [`    at ${file}:${line}:${column}`] : []
  })
  return [first, ...own].join('\n')
}
