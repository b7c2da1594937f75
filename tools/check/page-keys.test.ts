import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const plugins = join(import.meta.dirname, '../../plugins')

test('no two pages are opened by the same keys, nor is one kept from them by a key that begins alike', () => {
  const files = readdirSync(plugins).map((id) => join(plugins, id, 'ui/nav.ts'))
  const read = (file: string) => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return ''
    }
  }
  const keys = files.flatMap((file) => [...read(file).matchAll(/keys: '([^']+)'/g)].map(([, each]) => each ?? ''))
  expect(keys.length).toBeGreaterThan(3)
  const clashes = ['g h', ...keys].filter((each, place, all) =>
    all.some((other, at) => at !== place && (other === each || other.startsWith(`${each} `))),
  )
  expect(clashes).toEqual([])
})
