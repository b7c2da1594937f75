import { describe, expect, it } from 'vitest'
import css from '../theme.css?raw'
import { accentFor, contrast } from './accent.ts'

/** The two values of a colour, as the pages have it. */
function valuesOf(name: string): { light: string; dark: string } {
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)
  return { light: found?.[1] ?? '', dark: found?.[2] ?? '' }
}

const shades = [0, 51, 102, 153, 204, 255]
const hex = (value: number) => value.toString(16).padStart(2, '0')
const colours = shades.flatMap((red) =>
  shades.flatMap((green) => shades.map((blue) => `#${hex(red)}${hex(green)}${hex(blue)}`)),
)

describe('the colour of a workspace', () => {
  it('is measured as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  it.each(['light', 'dark'] as const)('can be read on every surface in %s, whichever was chosen', (theme) => {
    const surfaces = ['page', 'card', 'raised'].map((name) => valuesOf(name)[theme])
    for (const colour of colours) {
      const { accent, onAccent, accentSoft } = accentFor(colour, theme)
      for (const surface of [...surfaces, accentSoft])
        expect(contrast(accent, surface), `${colour} as ${accent} on ${surface}`).toBeGreaterThanOrEqual(4.5)
      expect(contrast(onAccent, accent), `text on ${colour} as ${accent}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('stays as it was chosen where it can be read', () => {
    expect(accentFor('#0b6b63', 'light').accent).toBe('#0b6b63')
    expect(accentFor('#5cc9bc', 'dark').accent).toBe('#5cc9bc')
  })
})
