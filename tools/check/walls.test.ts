import { describe, expect, it } from 'vitest'
import { surveyWalls } from './walls.ts'

const dependencies = new Set(['hono', 'valibot', '@neondatabase/serverless'])
const survey = (file: string, source: string) => surveyWalls(new Map([[file, source]]), dependencies)

describe('the walls between kernel and plugins', () => {
  it.each([
    ['kernel/app.ts', "import { plugin } from '../plugins/crm/plugin.ts'", 'the kernel knows no plugin'],
    ['kernel/app.ts', "import type { Contact } from '../plugins/crm/contract.ts'", 'the kernel knows no plugin'],
    ['kernel/app.ts', "type Contact = import('../plugins/crm/contract.ts').Contact", 'the kernel knows no plugin'],
    ['kernel/app.ts', "export { plugins } from '../plugins/registry.gen.ts'", 'the kernel knows no plugin'],
    ['kernel/main.ts', "import { plugin } from '../plugins/crm/plugin.ts'", 'the kernel knows no plugin'],
    ['kernel/app.ts', "import { startPlatform } from '../tools/platform/start-platform.ts'", 'its own folder'],
    ['kernel/app.ts', "import { readFile } from 'node:fs/promises'", 'does not take this from the runtime'],
    ['kernel/app.ts', "const fs = await import('node:fs')", 'does not take this from the runtime'],
    ['kernel/app.ts', "import { Miniflare } from 'miniflare'", 'not among the packages'],
    ['kernel/app.ts', "import { definePlugin } from '#sdk'", 'for plugins'],
    ['kernel/app.ts', "import { fake } from './request/testing/fake.ts'", 'only tests'],
    ['plugins/crm/routes.ts', "import { enter } from '../../kernel/request/enter.ts'", 'its own folder'],
    ['plugins/crm/routes.ts', "import type { Booking } from '../booking/contract.ts'", 'its own folder'],
    ['plugins/crm/routes.ts', "import { signUp } from '#sdk/testing'", 'only tests'],
    ['plugins/crm/routes.ts', "import { createHash } from 'node:crypto'", 'from #sdk'],
    ['plugins/crm/routes.ts', "import { DurableObject } from 'cloudflare:workers'", 'from #sdk'],
    ['plugins/crm/routes.ts', "import { it } from 'vitest'", 'not among the packages'],
    ['plugins/crm/routes.ts', "import { secret } from '#secrets'", 'no such door'],
    ['plugins/crm/routes.ts', "import { Page } from './ui/page.tsx'", 'no use for ui/'],
    ['plugins/crm/routes.ts', "import { Button } from '#kit'", 'only ui/ draws'],
    ['plugins/crm/crm.test.ts', "import { Booking } from '../booking/contract.ts'", 'its own folder'],
    ['plugins/crm/client.ts', "import { routes } from './routes.ts'", 'write import type'],
    ['plugins/crm/ui/page.tsx', "import { contacts } from '../tables.ts'", 'client.ts and contract.ts'],
    ['web/pages/home.tsx', "import { contacts } from '../../plugins/crm/ui/contacts.tsx'", 'through their registry'],
    ['web/pages/home.tsx', "import type { Env } from '../../kernel/env.ts'", 'through the API'],
    ['web/blocks/block.tsx', "import { Block } from '../../kernel/sdk/pages.ts'", 'through the API'],
    ['web/pages/home.tsx', "import { readFile } from 'node:fs/promises'", 'a browser does not have it'],
    ['web/registry.gen.ts', "import { plugin } from '../plugins/crm/plugin.ts'", 'through their registry'],
    ['plugins/crm/ui/site/book.tsx', "import { Button } from '#kit'", 'nothing of the workspace'],
    ['plugins/crm/ui/site.ts', "import { Contact } from './contact.tsx'", 'nothing of each other'],
    ['plugins/crm/ui/contact.tsx', "import { Book } from './site/book.tsx'", 'nothing of each other'],
    ['plugins/crm/ui/contact.tsx', "import { ask } from '#site'", 'only ui/site'],
    ['web/site/site.tsx', "import { Button } from '#kit'", 'nothing of the workspace'],
    ['web/site/site.tsx', "import { App } from '../shell/app.tsx'", 'nothing of the workspace'],
    ['web/site/site.tsx', "import { site } from '../../plugins/crm/ui/site.ts'", 'through their registry'],
    ['web/shell/app.tsx', "import { Site } from '../site/site.tsx'", 'pages for visitors'],
    ['plugins/registry.gen.ts', "import { routes } from './crm/routes.ts'", 'plugin.ts files'],
  ])('catches %s with %s', (file, source, reason) => {
    const { trespasses } = survey(file, `// one line above\n${source}`)
    expect(trespasses).toHaveLength(1)
    expect(trespasses[0]).toContain(`${file}:2: `)
    expect(trespasses[0]).toContain(reason)
  })

  it.each([
    ["import 'valibot'", 'imports a module for its effect'],
    ["console.log('here')", 'runs code'],
    ['let count = 0', 'every tenant would share'],
    ['const reply = await fetch("https://example.com")', 'awaits'],
    ['for (const each of []) void each', 'runs code'],
  ])('catches a plugin whose module does %s', (source, what) => {
    const { trespasses } = survey('plugins/crm/plugin.ts', `\n${source}`)
    expect(trespasses).toEqual([expect.stringMatching(/^plugins\/crm\/plugin\.ts:2: .* when it is imported$/)])
    expect(trespasses[0]).toContain(what)
  })

  it.each([
    ['kernel/main.ts', "import { plugins } from '../plugins/registry.gen.ts'"],
    [
      'kernel/app.ts',
      "import { Hono } from 'hono'\nimport { scryptSync } from 'node:crypto'\nimport { a } from './b.ts'",
    ],
    ['kernel/a.test.ts', "import { it } from 'vitest'\nimport { signUp } from '../tools/testing/client.ts'"],
    ['kernel/sdk/testing.ts', "export { signUp } from '../../tools/testing/client.ts'"],
    ['plugins/registry.gen.ts', "import { plugin as crm } from './crm/plugin.ts'"],
    ['web/registry.gen.ts', "import { ui as crm } from '../plugins/crm/ui/nav.ts'"],
    ['web/site/registry.gen.ts', "import { site as crm } from '../../plugins/crm/ui/site.ts'"],
    ['web/site/main.tsx', "import '../theme.css'\nimport { applyAccent } from '../shell/accent.ts'"],
    ['plugins/crm/ui/site/book.tsx', "import { ask } from '#site'\nimport type { Contact } from '../../contract.ts'"],
    ['web/main.tsx', "import 'virtual:uno.css'\nimport './theme.css'\nimport { Button } from '#kit'"],
    ['plugins/crm/import/routes.ts', "import { endpoint } from '#sdk'\nimport { errors } from '../errors.ts'"],
    ['plugins/crm/client.ts', "import { hc } from 'hono/client'\nimport type { Routes } from './routes.ts'"],
    ['plugins/crm/crm.test.ts', "import { signUp } from '#sdk/testing'\nimport { readFile } from 'node:fs/promises'"],
    ['plugins/crm/ui/page.tsx', "import { Button } from '#kit'\nimport { crmClient } from '../client.ts'"],
    ['plugins/crm/a.ts', 'export const list = async () => await fetch("https://example.com")'],
    ['web/blocks/block.tsx', "import type { Block } from '../../kernel/sdk/pages.ts'"],
  ])('lets %s through', (file, source) => {
    expect(survey(file, source).trespasses).toEqual([])
  })

  it('counts what it looked at', () => {
    expect(survey('kernel/main.ts', "import { a } from './a.ts'\nexport * from './b.ts'")).toMatchObject({
      modules: 1,
      edges: 2,
    })
  })
})
