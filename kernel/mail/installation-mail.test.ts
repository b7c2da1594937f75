import { describe, expect, it } from 'vitest'
import { mailMode, readInstallationMail } from './installation-mail.ts'

describe('the installation’s own mail', () => {
  it.each([
    ['smtps://a:b@mail.example.com', { port: 465, security: 'tls', username: 'a', password: 'b' }],
    ['smtp://mail.example.com', { port: 587, security: 'starttls' }],
    ['smtp://mail.example.com:2525', { port: 2525, security: 'starttls' }],
    ['smtp://localhost:1025', { port: 1025, security: 'none' }],
    ['smtp://127.0.0.1:1025', { port: 1025, security: 'none' }],
    ['smtp://10.0.0.5', { security: 'starttls' }],
    ['smtp://10.0.0.5?security=none', { security: 'none' }],
    ['smtp://a%40b.example:p%40ss%2F@mail.example.com', { username: 'a@b.example', password: 'p@ss/' }],
  ])('reads %s, and goes without encryption to this machine alone unless it is said', (url, server) => {
    expect(readInstallationMail({ SMTP_URL: url }).server).toMatchObject(server)
  })

  it.each(['', 'mail.example.com', 'https://mail.example.com', 'smtp:'])('refuses %j as an address', (url) => {
    expect(() => readInstallationMail({ SMTP_URL: url })).toThrow()
  })

  it('knows whom it is from', () => {
    const from = (more: object) => readInstallationMail({ SMTP_URL: 'smtp://u@mail.example.com', ...more }).from
    expect(from({ MAIL_FROM: 'Example <no-reply@example.com>' })).toEqual({
      name: 'Example',
      address: 'no-reply@example.com',
    })
    expect(from({ MAIL_FROM: '"Example, Inc." <a@example.com>' })).toEqual({
      name: 'Example, Inc.',
      address: 'a@example.com',
    })
    expect(from({ MAIL_FROM: 'a@example.com' })).toEqual({ address: 'a@example.com' })
    expect(from({ PUBLIC_URL: 'https://app.example.com' })).toEqual({ address: 'no-reply@app.example.com' })
  })

  it('is sent where it can be, shown where that is wanted, and kept else', () => {
    expect(mailMode({ SMTP_URL: 'smtp://x', MAIL: 'show' })).toBe('send')
    expect(mailMode({ MAIL: 'show' })).toBe('show')
    expect(mailMode({})).toBe('keep')
  })
})
