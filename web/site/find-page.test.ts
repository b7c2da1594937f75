import { describe, expect, it } from 'vitest'
import { findPage } from './find-page.ts'
import type { PluginSite } from './plugin-site.ts'

const load = (async () => ({ default: () => null })) as unknown as PluginSite['pages'][string]
const other = (async () => ({ default: () => null })) as unknown as PluginSite['pages'][string]
const site: PluginSite = {
  id: 'booking',
  pages: { '/book': load, '/book/:service': other },
  words: {} as PluginSite['words'],
}

describe('the page of an address', () => {
  it('is the plugin’s that has the path, with the workspace and what stands for names', () => {
    expect(findPage([site], '/s/salon-anna/book')).toMatchObject({
      load,
      props: { workspace: 'salon-anna', params: {} },
    })
    expect(findPage([site], '/s/salon-anna/book/')?.load).toBe(load)
    expect(findPage([site], '/s/salon-anna/book/hair%20cut')).toMatchObject({
      load: other,
      props: { params: { service: 'hair cut' } },
    })
  })

  it.each(['/', '/s', '/s/salon-anna', '/s/salon-anna/shop', '/s/salon-anna/book/a/b', '/w/salon-anna/book'])(
    'is nowhere at %s',
    (path) => {
      expect(findPage([site], path)).toBeUndefined()
    },
  )

  it('takes what cannot be decoded as it stands', () => {
    expect(findPage([site], '/s/salon-anna/book/%E0%A4%A')?.props.params).toEqual({ service: '%E0%A4%A' })
  })
})
