import { join } from 'node:path'
import { vi } from 'vitest'
import type * as testing from '../../kernel/sdk/testing.ts'

/**
 * The customers module's own tests, word by word, with the module published: bundled as it is, loaded into isolates,
 * reached through capabilities.
 */
vi.mock('#sdk/testing', async (importOriginal) => {
  const real = await importOriginal<typeof testing>()
  const { changeRights, install, storeVersion, versionOf } = await import(
    '../../kernel/sandbox/testing/publish-plugin.ts'
  )
  const { plugin } = await import('../../plugins/crm/plugin.ts')
  const version = await versionOf(plugin, join(import.meta.dirname, '../../plugins/crm'))
  const platforms = new Map<string, testing.TestPlatform>()

  const startTestPlatform: typeof real.startTestPlatform = async (options) => {
    const platform = await real.startTestPlatform({ ...options, entry: 'tools/testing/apart-worker.ts' })
    await storeVersion(platform, version)
    platforms.set(platform.client.url, platform)
    return platform
  }
  const makeWorkspace: typeof real.makeWorkspace = async (client, { modules = [], ...options } = {}) => {
    const workspace = await real.makeWorkspace(client, { ...options, modules: modules.filter((id) => id !== 'crm') })
    const platform = platforms.get(client.url)
    if (platform === undefined || !modules.includes('crm')) return workspace
    const hears = { 'booking.booking.created': { fields: null } }
    await install(platform, workspace.id, version, { grants: { hears } })
    await changeRights(workspace)
    return workspace
  }
  return { ...real, startTestPlatform, makeWorkspace }
})

import '../../plugins/crm/crm.test.ts'
import '../../plugins/crm/import/import.test.ts'
import '../../plugins/crm/bulk/bulk.test.ts'
