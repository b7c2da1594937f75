import { join } from 'node:path'
import { build, type Rolldown } from 'vite'

const root = join(import.meta.dirname, '../..')

/** One script of the built pages. */
export interface WebChunk {
  readonly fileName: string
  /** Of an entry, its page: `index` for the workspace, `site` for visitors. */
  readonly name: string
  readonly code: string
  /** What loads with it, by file name. */
  readonly imports: readonly string[]
  /** What it loads once it is needed, by file name. */
  readonly later: readonly string[]
  /** Loads with the page itself, whatever page it is. */
  readonly isEntry: boolean
  /** The files that it is made of, from the root of the repository. */
  readonly inputs: readonly string[]
}

/** Builds the workspace's pages in memory and answers their scripts, to be looked into. */
export async function bundleWeb(input?: string): Promise<WebChunk[]> {
  const built = (await build({
    configFile: join(root, 'web/vite.config.ts'),
    logLevel: 'silent',
    build: { write: false, ...(input === undefined ? {} : { rolldownOptions: { input } }) },
  })) as Rolldown.RolldownOutput
  return built.output
    .filter((item) => item.type === 'chunk')
    .map(({ fileName, name, code, imports, dynamicImports, isEntry, moduleIds }) => ({
      fileName,
      name,
      code,
      imports,
      later: dynamicImports,
      isEntry,
      inputs: moduleIds.map((id) => (id.startsWith(root) ? id.slice(root.length + 1) : id).replace(/\?.*/, '')),
    }))
}
