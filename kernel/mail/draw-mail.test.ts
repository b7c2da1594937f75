import { describe, expect, it } from 'vitest'
import { drawMail, inkOn, templateOf } from './draw-mail.ts'

const evil = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&`
const look = { name: 'Salon', logoUrl: null, colour: '#b4235a' }

describe('a drawn mail', () => {
  it('takes nothing that it is given for markup', () => {
    const { html } = drawMail(
      { name: evil, logoUrl: `https://example.com/${evil}`, colour: `red;}</style>${evil}` },
      {
        heading: evil,
        paragraphs: [evil, `https://example.com/${evil}`],
        facts: [{ label: evil, value: evil }],
        action: { label: evil, url: `https://example.com/${evil}` },
        closing: evil,
      },
      { lines: [evil], unsubscribe: { label: evil, url: `https://example.com/${evil}` } },
    )
    expect(html).not.toMatch(/<script|onerror='|<img src=x/)
    expect(html.match(/<\/style>/g)?.length).toBe(1)
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'JaVaScRiPt:alert(1)', ' https://example.com', 'no address'])(
    'makes no link of %j',
    (url) => {
      const { html } = drawMail(
        { ...look, logoUrl: url },
        { paragraphs: [], action: { label: 'Go', url } },
        { lines: [], unsubscribe: { label: 'Stop', url } },
      )
      expect(html).not.toContain('href=')
      expect(html).not.toContain('<img')
    },
  )

  it('can be read on every colour that a workspace may choose', () => {
    const channel = (hex: string) => {
      const value = Number.parseInt(hex, 16) / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    }
    const light = (colour: string) =>
      0.2126 * channel(colour.slice(1, 3)) + 0.7152 * channel(colour.slice(3, 5)) + 0.0722 * channel(colour.slice(5, 7))
    for (let step = 0; step < 4096; step++) {
      const colour = `#${[step >> 8, (step >> 4) & 15, step & 15].map((part) => part.toString(16).repeat(2)).join('')}`
      const [one, other] = [light(colour), light(inkOn(colour))].sort((a, b) => b - a)
      expect(((one ?? 0) + 0.05) / ((other ?? 0) + 0.05), colour).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('keeps the workspace’s colour where it is dark', () => {
    const { html } = drawMail(look, { paragraphs: ['x'] }, { lines: [] })
    expect(html).toContain('border-top:4px solid #b4235a')
    const dark = html.slice(html.indexOf('@media'), html.indexOf('</style>'))
    expect(dark).toContain('.card')
    expect(/\.card \{[^}]*\bborder(-top)?-color/.test(dark)).toBe(false)
  })

  it('makes a button of an address that stands alone, and a link of one in a sentence', () => {
    expect(templateOf('Hello,\n\nhttps://example.com/a\n\nsee https://example.com/b too')).toEqual({
      paragraphs: ['Hello,', 'see https://example.com/b too'],
      action: { label: 'Open the page', url: 'https://example.com/a' },
    })
  })
})
