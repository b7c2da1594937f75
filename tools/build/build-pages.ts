import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { securityHeaders } from '../../kernel/request/identify.ts'
import { appPolicy, sitePolicy } from '../../kernel/site/serve-asset.ts'
import { buildAssets } from './build-assets.ts'
import { buildWeb } from './build-web.ts'

const root = join(import.meta.dirname, '../..')

/**
 * Makes a project of Cloudflare Pages: its settings, and in `pages` the workspace, its headers, and the Worker that
 * forwards `/api` to the kernel.
 */
export async function buildPages(project: string): Promise<void> {
  const folder = join(project, 'pages')
  await rm(project, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await copyFile(join(root, 'web/cloudflare/wrangler.toml'), join(project, 'wrangler.toml'))
  await buildAssets(folder)
  await buildWeb(folder)
  await writeFile(join(folder, '_headers'), headersFile())
  // Pages of visitors are found by their script; Pages drops the ending of a file's name itself.
  await writeFile(join(folder, '_redirects'), '/s/* /site 200\n')
  // Files are served without waking the Worker.
  await writeFile(join(folder, '_routes.json'), JSON.stringify({ version: 1, include: ['/api/*'], exclude: [] }))
  await writeFile(join(folder, '_worker.js'), await buildForwarder())
}

/** The Worker in front of the pages, as one ES module. */
export async function buildForwarder(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['web/cloudflare/worker.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    platform: 'neutral',
  })
  return outputFiles[0]?.text ?? ''
}

/** The headers that the kernel gives the same files, in the words of Pages' `_headers`. */
function headersFile(): string {
  const everywhere = { ...securityHeaders, 'content-security-policy': appPolicy(process.env.UPLOAD_ORIGINS) }
  const lines = Object.entries(everywhere).map(([name, value]) => `  ${name}: ${value}`)
  // An exclamation mark takes back what a rule above has set.
  const visitors = ['  ! content-security-policy', '  ! x-frame-options', `  content-security-policy: ${sitePolicy}`]
  const kept = ['/static/*', '  cache-control: public, max-age=31536000, immutable']
  const embed = ['/embed.js', '  cross-origin-resource-policy: cross-origin']
  return ['/*', ...lines, ...kept, ...embed, '/s/*', ...visitors, ''].join('\n')
}
