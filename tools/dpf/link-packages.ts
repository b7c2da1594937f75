import { access, mkdir, realpath, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { packageFolder } from './places.ts'

/** What a new plugin imports, or what its types need. */
const wanted = ['digital-platform-factory', 'drizzle-orm', 'hono', 'valibot', 'vitest', '@cloudflare/workers-types']

/**
 * Makes what a plugin imports reachable from its folder, where `npm install` has not done so: by links to what `dpf`
 * itself runs on. Nothing is downloaded, and a later `npm install` puts its own in their place.
 */
export async function linkPackages(folder: string): Promise<string[]> {
  const linked: string[] = []
  for (const name of wanted) {
    if (await isReachable(folder, name)) continue
    const target = name === 'digital-platform-factory' ? packageFolder : await seekPackage(packageFolder, name)
    if (target === undefined) continue
    const link = join(folder, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(await realpath(target), link, 'dir')
    linked.push(name)
  }
  return linked
}

async function isReachable(folder: string, name: string): Promise<boolean> {
  return (await seekPackage(folder, name)) !== undefined
}

/** The folder of a package as Node finds it from here: in each `node_modules` on the way up. */
async function seekPackage(folder: string, name: string): Promise<string | undefined> {
  for (const place of createRequire(join(folder, 'x.js')).resolve.paths(name) ?? []) {
    const found = join(place, name)
    if (
      await access(join(found, 'package.json')).then(
        () => true,
        () => false,
      )
    )
      return found
  }
  return undefined
}
