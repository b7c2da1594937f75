import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: 'tools/testing/global-setup.ts',
    // A test reads the colours of the pages out of their style sheet.
    css: true,
    include: ['{kernel,plugins,web,tools,e2e}/**/*.test.ts'],
    testTimeout: 60_000,
    // What is waited for is there in a moment on an idle machine; a busy one gets longer.
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 60_000,
    // Two cores: more files at once would only make each other late.
    maxWorkers: 2,
  },
})
