import { readFile } from 'node:fs/promises'

/** The names of files in a plugin's folder, by the template that each is made from. */
type Templates = Readonly<Record<string, (id: string) => string>>

/** What built-in and published plugins have alike. */
const shared: Templates = {
  'contract.ts.txt': () => 'contract.ts',
  'tables.ts.txt': () => 'tables.ts',
  '0001-items.sql.txt': () => 'migrations/0001-items.sql',
  'routes.ts.txt': () => 'routes.ts',
  'change-item.ts.txt': () => 'change-item.ts',
  'change-item.test.ts.txt': () => 'change-item.test.ts',
  'errors.ts.txt': () => 'errors.ts',
  'events.ts.txt': () => 'events.ts',
}

const builtIn: Templates = {
  ...shared,
  'plugin.ts.txt': () => 'plugin.ts',
  'client.ts.txt': () => 'client.ts',
  'nav.ts.txt': () => 'ui/nav.ts',
  'types.ts.txt': () => 'ui/types.ts',
  'desk.ts.txt': () => 'ui/desk.ts',
  'items.tsx.txt': () => 'ui/items.tsx',
  'item-dialog.tsx.txt': () => 'ui/item-dialog.tsx',
  'test.ts.txt': (id) => `${id.replaceAll('_', '-')}.test.ts`,
}

const published: Templates = {
  ...shared,
  'published/plugin.ts.txt': () => 'plugin.ts',
  'published/needs.ts.txt': () => 'needs.ts',
  'published/pages.ts.txt': () => 'pages.ts',
  'published/test.ts.txt': (id) => `${id.replaceAll('_', '-')}.test.ts`,
  'published/package.json.txt': () => 'package.json',
  'published/tsconfig.json.txt': () => 'tsconfig.json',
  'published/README.md.txt': () => 'README.md',
  'published/CHANGES.md.txt': () => 'CHANGES.md',
  'published/gitignore.txt': () => '.gitignore',
}

/** Where the text of a template is, by its name. */
export type TemplatePlace = (template: string) => string

/** The text of each file of a new built-in plugin, by its path in the plugin's folder. */
export function pluginFiles(place: TemplatePlace, id: string, title: string): Promise<Map<string, string>> {
  return fill(builtIn, place, id, { title, asked: '', needsImport: '' })
}

/** The same of a plugin that is to be published, in a folder of its own. */
export function publishedFiles(
  place: TemplatePlace,
  id: string,
  more: { readonly title: string; readonly folder: string },
): Promise<Map<string, string>> {
  const needsImport = "import type { needs } from './needs.ts'\n"
  return fill(published, place, id, { ...more, asked: '<unknown, typeof needs>', needsImport })
}

async function fill(
  templates: Templates,
  place: TemplatePlace,
  id: string,
  more: Readonly<Record<string, string>>,
): Promise<Map<string, string>> {
  const camel = id.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const values: Readonly<Record<string, string>> = { ...more, id, camel }
  return new Map(
    await Promise.all(
      Object.entries(templates).map(async ([template, nameOf]) => {
        const isCode = template.endsWith('.ts.txt')
        const text = (await readFile(place(template), 'utf8')).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
          const value = values[name] ?? ''
          return isCode && name === 'title' ? value.replaceAll(/['\\]/g, '\\$&') : value
        })
        return [nameOf(id), text] as const
      }),
    ),
  )
}
