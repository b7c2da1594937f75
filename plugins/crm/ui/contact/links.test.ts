import { expect, test } from 'vitest'
import { callLink, mailLink, webLink } from './links.ts'

test('an address with or without its scheme becomes a link', () => {
  expect(webLink('salon-anna.example')).toBe('https://salon-anna.example/')
  expect(webLink('http://salon-anna.example/a?b=c')).toBe('http://salon-anna.example/a?b=c')
  expect(webLink('salon-anna.example:8080/a')).toBe('https://salon-anna.example:8080/a')
})

test('nothing that could run becomes a link', () => {
  for (const text of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)//.example',
    ' data:text/html,x',
    'vbscript:x',
    'java\nscript:x',
    'words',
  ])
    expect(webLink(text)).toBeUndefined()
})

test('a number is called by its digits, and an address cannot add a header to a mail', () => {
  expect(callLink('+49 (30) 123-456')).toBe('tel:+4930123456')
  expect(mailLink('a@b.example?bcc=x@y.example')).toBe('mailto:a%40b.example%3Fbcc%3Dx%40y.example')
})
