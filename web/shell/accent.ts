/** The surfaces that the accent stands on, as theme.css has them. */
const surfaces = {
  light: ['#ffffff', '#f6f6f3', '#eeeeea'],
  dark: ['#111518', '#191e22', '#232a2f'],
} as const

/** Text has to have this contrast (WCAG 2.2, 1.4.3). */
const leastContrast = 4.5

export interface Accent {
  readonly accent: string
  readonly onAccent: string
  readonly accentSoft: string
}

/**
 * A workspace's colour as it can be read: as close to the one that was chosen as the contrast lets it be.
 *
 * In light it is darkened, and in dark lightened, until it stands out from every surface and from its own soft shade.
 */
export function accentFor(colour: string, theme: 'light' | 'dark'): Accent {
  const target = theme === 'light' ? '#000000' : '#ffffff'
  for (let share = 0; share <= 1; share += 0.02) {
    const accent = mix(colour, target, share)
    const accentSoft = mix(accent, surfaces[theme][theme === 'light' ? 0 : 1], theme === 'light' ? 0.87 : 0.8)
    const isReadable = [...surfaces[theme], accentSoft].every((surface) => contrast(accent, surface) >= leastContrast)
    if (isReadable) return { accent, accentSoft, onAccent: readableOn(accent) }
  }
  return { accent: target, accentSoft: surfaces[theme][2], onAccent: readableOn(target) }
}

/** How two colours stand out from each other, from 1 to 21, as WCAG measures it. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** Draws the page in a workspace's colour; in the platform's own without one. */
export function applyAccent(colour: string | null): void {
  const { style } = document.documentElement
  if (colour === null || !/^#[0-9a-f]{6}$/i.test(colour)) {
    for (const name of ['--accent', '--on-accent', '--accent-soft']) style.removeProperty(name)
    return
  }
  const [light, dark] = [accentFor(colour, 'light'), accentFor(colour, 'dark')]
  style.setProperty('--accent', `light-dark(${light.accent}, ${dark.accent})`)
  style.setProperty('--on-accent', `light-dark(${light.onAccent}, ${dark.onAccent})`)
  style.setProperty('--accent-soft', `light-dark(${light.accentSoft}, ${dark.accentSoft})`)
}

function readableOn(colour: string): string {
  return contrast(colour, '#ffffff') >= contrast(colour, '#0c1413') ? '#ffffff' : '#0c1413'
}

function mix(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)]
  const mixed = a.map((value, place) => Math.round(value + ((b[place] ?? 0) - value) * share))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))
}
