import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: 'tools/testing/global-setup.ts',
    include: ['{kernel,plugins,tools,e2e}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more files at once would only make each other late.
    maxWorkers: 2,
  },
})
