import { describe, expect, it } from 'vitest'
import { urlFault } from './check-url.ts'
import { isLoopbackAddress, isPublicAddress } from './public-address.ts'
import { tricks } from './testing/url-tricks.ts'

describe('the addresses that a webhook may have', () => {
  it.each(tricks)('refuses %s', (url) => {
    expect(urlFault(url, false)).toEqual(expect.any(String))
  })

  it.each([
    'https://example.com/',
    'https://hooks.example.co.uk:8443/a?b=c',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1:248:1893:25c8:1946]/',
    'https://bücher.example/',
    'https://172.32.0.1/',
    'https://100.63.255.255/',
    'https://11.0.0.1/',
  ])('takes %s', (url) => {
    expect(urlFault(url, false)).toBeUndefined()
  })

  it('takes this machine where the installation allows it, and no other inside', () => {
    for (const url of [
      'http://127.0.0.1:8080/',
      'http://localhost:3000/x',
      'https://[::1]:8443/',
      'http://2130706433/',
    ])
      expect(urlFault(url, true), url).toBeUndefined()
    const inside = tricks.filter((url) => !/127|%31|localhost|::1\]|0:1\]|①|21307|0177|x7f/i.test(url))
    expect(inside.length).toBeGreaterThan(30)
    for (const url of inside) expect(urlFault(url, true), url).toEqual(expect.any(String))
  })
})

describe('public addresses', () => {
  it('knows where each special range begins and ends', () => {
    const judge = (address: string) => isPublicAddress(address)
    expect(
      ['9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0', '223.255.255.255', '1.1.1.1'].map(judge),
    ).toEqual(Array(6).fill(true))
    expect(
      ['10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '224.0.0.0', '100.127.255.255'].map(judge),
    ).toEqual(Array(6).fill(false))
    expect(['2606:4700::1111', '2a00:1450:4001::200e', '2001:4860:4860::8888', '3fff:1000::1'].map(judge)).toEqual(
      Array(4).fill(true),
    )
    expect(['4000::1', '1fff::1', '2001:1ff::1', '3fff:fff::1', '::ffff:8.8.8.8', '::ffff:808:808'].map(judge)).toEqual(
      Array(6).fill(false),
    )
  })

  it('takes no text that is none', () => {
    for (const text of [
      '',
      '1.2.3',
      '1.2.3.4.5',
      '01.2.3.4',
      '1.2.3.256',
      'a.b.c.d',
      ':::',
      '1::2::3',
      '2606:4700::g',
      '2606',
    ])
      expect(isPublicAddress(text), text).toBe(false)
    expect(['127.0.0.1', '127.255.255.255', '::1', '128.0.0.1', '::2'].map(isLoopbackAddress)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})
