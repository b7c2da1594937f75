import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startVitest } from 'vitest/node'
import { sdkModules } from './places.ts'
import type { TestedPlugin } from './testing/installed-plugin.ts'

/** Runs the folder's tests against a platform that has the plugin published; answers the exit code. */
export async function runTests(
  folder: string,
  filters: readonly string[],
  name: string | undefined,
  dpf: TestedPlugin,
): Promise<number> {
  const own = (await readdir(folder)).find((each) => /^vitest\.config\.[mc]?[jt]s$/.test(each))
  const vitest = await startVitest(
    'test',
    [...filters],
    {
      root: folder,
      config: own === undefined ? false : join(folder, own),
      run: true,
      watch: false,
      include: ['**/*.test.ts'],
      testTimeout: 30_000,
      hookTimeout: 30_000,
      provide: { dpf },
      ...(name === undefined ? {} : { testNamePattern: name }),
    },
    {
      resolve: {
        alias: [
          { find: /^#sdk\/testing$/, replacement: sdkModules['#sdk/testing'] },
          { find: /^#sdk$/, replacement: sdkModules['#sdk'] },
        ],
      },
    },
  )
  const { state } = vitest
  const failed = state.getCountOfFailedTests() > 0 || state.getUnhandledErrors().length > 0 || process.exitCode === 1
  await vitest.close()
  return failed ? 1 : 0
}
