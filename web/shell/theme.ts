import { createSignal } from 'solid-js'

export const themes = [
  { value: 'system', label: 'Like the device', icon: 'i-lucide-monitor' },
  { value: 'light', label: 'Light', icon: 'i-lucide-sun' },
  { value: 'dark', label: 'Dark', icon: 'i-lucide-moon' },
] as const

type Theme = (typeof themes)[number]['value']

/** `public/theme.js` has set what was chosen before the first paint. */
const [theme, setTheme] = createSignal<Theme>(themeOf(document.documentElement.dataset.theme))

export { theme }

export function chooseTheme(value: string): void {
  setTheme(themeOf(value))
  if (value === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = value
  try {
    localStorage.setItem('theme', value)
  } catch {
    // Storage may be off; the choice then lasts as long as the page.
  }
}

function themeOf(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system'
}
