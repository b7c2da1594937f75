import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '../..')

/** The Worker as one ES module, the same text for `npm start`, tests, benchmarks and the deployment. */
export async function buildWorker(
  options: { readonly entry?: string; readonly minify?: boolean } = {},
): Promise<string> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [options.entry ?? 'kernel/main.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
    conditions: ['workerd', 'worker', 'browser', 'import'],
    mainFields: ['module', 'main'],
    external: ['cloudflare:*', 'node:*'],
    minify: options.minify ?? false,
    legalComments: 'none',
    logLevel: 'silent',
  })
  const [output] = result.outputFiles
  if (output === undefined) throw new Error('The Worker was not built')
  return output.text
}
