import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '../..')

export interface WorkerBuild {
  readonly entry?: string
  readonly minify?: boolean
}

/** The Worker as one ES module, the same text for `npm start`, tests, benchmarks and the deployment. */
export async function buildWorker(options: WorkerBuild = {}): Promise<string> {
  return (await bundleWorker(options)).text
}

/** The Worker's text, and the files that it is made of. */
export async function bundleWorker(options: WorkerBuild = {}): Promise<{ text: string; inputs: string[] }> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [options.entry ?? 'kernel/main.ts'],
    bundle: true,
    write: false,
    metafile: true,
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
  return { text: output.text, inputs: Object.keys(result.metafile.inputs) }
}
