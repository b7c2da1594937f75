import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, presetIcons, presetWind3 } from 'unocss'

const plugins = join(import.meta.dirname, '../plugins')

/** Plugins name their icons as data, where no class is to be found. */
const pluginIcons = readdirSync(plugins, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => /\bicon: '([\w-]+)'/.exec(readFileSync(join(plugins, name, 'plugin.ts'), 'utf8'))?.[1] ?? [])
  .map((icon) => `i-lucide-${icon}`)

/** Colours are variables (theme.css), so that light and dark are one set of names. */
const colors = Object.fromEntries(
  [
    'ink',
    'soft',
    'faint',
    'page',
    'card',
    'raised',
    'line',
    'accent',
    'on-accent',
    'accent-soft',
    'danger',
    'danger-soft',
    'good',
    'good-soft',
    'warn',
    'warn-soft',
  ].map((name) => [name, `var(--${name})`]),
)

export default defineConfig({
  // Icons stand in plain TypeScript too, where navigation is data.
  // Visitors' pages have style sheets of their own.
  content: { pipeline: { include: [/\.tsx?($|\?)/, /\.html($|\?)/], exclude: [/\/site(\/|\.html)/] } },
  presets: [
    presetWind3(),
    presetIcons({ extraProperties: { display: 'inline-block', 'vertical-align': 'middle', 'flex-shrink': '0' } }),
  ],
  safelist: pluginIcons,
  theme: { colors },
  shortcuts: {
    focusable:
      'outline-none focus-visible:outline-3 focus-visible:outline-offset-2 focus-visible:outline-accent focus-visible:outline-solid',
    control:
      'focusable min-h-10 w-full rounded-lg border border-line bg-card px-3 py-2 text-base text-ink placeholder:text-faint disabled:opacity-60',
    card: 'rounded-xl border border-line bg-card',
  },
})
