import { fileURLToPath } from 'node:url'
import UnoCSS from 'unocss/vite'
import { defineConfig, type Plugin } from 'vite'
import solid from 'vite-plugin-solid'
import { lucide } from './lucide.config.ts'
import unocss from './uno.config.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

const platform = process.env.PLATFORM_URL ?? 'http://localhost:8787'

/** The development server answers visitors' addresses with their page, as the kernel does. */
const visitors: Plugin = {
  name: 'visitors',
  configureServer({ middlewares }) {
    middlewares.use((request, _, next) => {
      if (request.url?.startsWith('/s/') === true) request.url = '/site.html'
      next()
    })
  },
}

/**
 * What many pages share comes in a few files: each file is a request. The shell's own come first, so that what a page draws
 * with never takes along what every page waits for, nor the visitors' page anything of the workspace.
 */
const chunks = [
  {
    name: 'base',
    priority: 4,
    test: /\/node_modules\/solid-js\/|\/web\/shell\/(problem|accent)\.ts$|vite\/preload-helper/,
  },
  {
    name: 'shell',
    priority: 3,
    test: /\/node_modules\/@(solidjs|tanstack\/(solid-query|query-core))\/|\/web\/shell\/(session|use-workspace)\.ts$|\/web\/kit\/(error-note|notify|skeleton)\.tsx$|\/ui\/nav\.ts$/,
  },
  {
    name: 'over',
    priority: 2,
    test: /\/node_modules\/(@kobalte|@floating-ui)\/|\/web\/kit\/(confirm|dialog|menu)\.tsx$/,
  },
  {
    name: 'visit',
    priority: 2,
    minShareCount: 2,
    test: /\/web\/site\/[\w-]+\.tsx?$|\/plugins\/\w+\/ui\/site\/([\w-]+|words\/plural)\.tsx?$/,
  },
  { name: 'kit', priority: 1, minShareCount: 3, test: /\/web\/kit\/[\w-]+\.tsx?$/ },
  { name: pluginOf, minShareCount: 5, test: /\/plugins\/\w+\/ui\/(?!site[./])/ },
]

function pluginOf(id: string): string | null {
  return /\/plugins\/(\w+)\/ui\//.exec(id)?.[1] ?? null
}

export default defineConfig({
  root: path('.'),
  server: {
    proxy: {
      '/api': {
        target: platform,
        changeOrigin: true,
        // The refresh cookie works only for requests from the platform's own origin.
        configure: (proxy) => proxy.on('proxyReq', (request) => request.setHeader('origin', new URL(platform).origin)),
      },
    },
  },
  plugins: [UnoCSS(unocss), solid(), lucide(), visitors],
  build: {
    outDir: path('../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // Files named by their content may be kept for ever; `index.html` and the rest are looked up each time.
    assetsDir: 'static',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Importing has no effect: a page loads of the kit what it draws with, and not all that stands in the kit's door.
      treeshake: {
        moduleSideEffects: [{ test: /\/(web\/(kit|shell|pages)|plugins\/\w+\/ui)\/.*\.tsx?$/, sideEffects: false }],
      },
      // How long each plugin took is nothing for somebody who starts the platform.
      checks: { pluginTimings: false },
      // The workspace, and what its visitors see: a page of its own, which loads nothing of the workspace.
      input: { index: path('index.html'), site: path('site.html') },
      output: { codeSplitting: { groups: chunks } },
    },
  },
})
