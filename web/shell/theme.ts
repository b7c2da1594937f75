import { createSignal } from 'solid-js'

export const themes = [
  { value: 'system', label: 'Like the device', icon: 'i-lucide-monitor' },
  { value: 'light', label: 'Light', icon: 'i-lucide-sun' },
  { value: 'dark', label: 'Dark', icon: 'i-lucide-moon' },
] as const

/** `public/theme.js` has set what was chosen before the first paint. */
const [theme, setTheme] = createSignal<string>(document.documentElement.dataset.theme ?? 'system')

export { theme }

export function chooseTheme(value: string): void {
  setTheme(value)
  if (value === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = value
  try {
    localStorage.setItem('theme', value)
  } catch {
    // Storage may be off; the choice then lasts as long as the page.
  }
}
