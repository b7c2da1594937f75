import { copyFile, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const here = dirname(fileURLToPath(import.meta.url))

/** Puts what the reference page loads into `<folder>/assets`: nothing comes from another host. */
export async function buildAssets(folder: string): Promise<void> {
  const target = join(folder, 'assets')
  const swagger = dirname(require.resolve('swagger-ui-dist/package.json'))
  await mkdir(target, { recursive: true })
  await copyFile(join(swagger, 'swagger-ui.css'), join(target, 'swagger-ui.css'))
  await copyFile(join(swagger, 'swagger-ui-bundle.js'), join(target, 'swagger-ui-bundle.js'))
  await copyFile(join(here, 'reference.js'), join(target, 'reference.js'))
}
