import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

interface Icons {
  readonly icons: Readonly<Record<string, { readonly body: string }>>
  readonly aliases?: Readonly<Record<string, { readonly parent: string }>>
}

const door = 'virtual:lucide'

/**
 * Every Lucide icon, in a file for each first letter, for icons that are named by data at run time: those of published
 * plugins. `virtual:lucide` loads them by their letter.
 */
export function lucide(): Plugin {
  const { icons, aliases = {} } = createRequire(import.meta.url)('@iconify-json/lucide/icons.json') as Icons
  const bodies = new Map([
    ...Object.entries(icons).map(([name, { body }]) => [name, body] as const),
    ...Object.entries(aliases).map(([name, { parent }]) => [name, icons[parent]?.body ?? ''] as const),
  ])
  const letters = [...new Set([...bodies.keys()].map((name) => name.charAt(0)))].filter((letter) =>
    /[a-z]/.test(letter),
  )
  return {
    name: 'lucide',
    resolveId: (id) => (id.startsWith(door) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${door}`)
        return `export const icons = { ${letters.map((letter) => `${letter}: () => import('${door}/${letter}')`).join(', ')} }`
      const letter = id.startsWith(`\0${door}/`) ? id.at(-1) : undefined
      if (letter === undefined) return undefined
      const own = [...bodies].filter(([name]) => name.startsWith(letter))
      return `export default ${JSON.stringify(Object.fromEntries(own))}`
    },
  }
}
