import * as v from 'valibot'
import { EmailAddress } from '#sdk'

const line = (max: number) =>
  v.pipe(
    v.string('Write text here'),
    v.trim(),
    v.regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'Write it on one line'),
    v.maxLength(max, `Use at most ${max} characters`),
  )
const address = v.pipe(
  line(254),
  v.check((value) => value === '' || v.is(EmailAddress, value), 'Write an email address, like hello@example.com'),
)
const named = <const Value extends string>(value: Value, title: string) => v.pipe(v.literal(value), v.title(title))

const Smtp = v.object({
  host: v.optional(
    v.pipe(
      line(253),
      v.regex(/^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])?$/, 'Write a name like smtp.example.com'),
      v.title('Mail server'),
      v.description('The name that your mail provider calls the outgoing server or SMTP host: smtp.example.com.'),
    ),
    '',
  ),
  security: v.optional(
    v.pipe(
      v.union([
        named('tls', 'TLS from the start (port 465)'),
        named('starttls', 'STARTTLS (port 587)'),
        named('none', 'No encryption: only for a server that has none'),
      ]),
      v.title('Encryption'),
    ),
    'tls',
  ),
  port: v.optional(
    v.pipe(
      v.number('Write a number'),
      v.integer('Write a whole number'),
      v.check(
        (port) => [25, 465, 587].includes(port) || (port >= 1024 && port <= 65_535),
        'Use 465, 587, 25, or one from 1024 on',
      ),
      v.title('Port'),
      v.description('Leave it empty for the usual one. Port 25 is closed in many data centres.'),
    ),
  ),
  username: v.optional(v.pipe(line(254), v.title('User name'), v.description('Often your whole email address.')), ''),
})

export const Settings = v.object({
  fromAddress: v.optional(
    v.pipe(
      address,
      v.title('Sender address'),
      v.description('The address that your mail comes from. Your provider must know that it is yours.'),
    ),
    '',
  ),
  fromName: v.optional(
    v.pipe(line(100), v.title('Sender name'), v.description('The name of the workspace when this is empty.')),
    '',
  ),
  replyTo: v.optional(
    v.pipe(address, v.title('Answers go to'), v.description('The sender address when this is empty.')),
    '',
  ),
  provider: v.optional(
    v.pipe(
      v.union([
        named('smtp', 'A mail server of my own (SMTP)'),
        named('resend', 'Resend'),
        named('postmark', 'Postmark'),
        named('sendgrid', 'SendGrid'),
      ]),
      v.title('Send through'),
      v.description(
        'With a mail server, fill in the next part and the password. With one of the services, the API key.',
      ),
    ),
    'smtp',
  ),
  smtp: v.optional(v.pipe(Smtp, v.title('Mail server')), {}),
  apiUrl: v.optional(
    v.pipe(
      line(300),
      v.check(
        (value) => value === '' || (/^https?:\/\//.test(value) && URL.canParse(value)),
        'Write an address that begins with https://',
      ),
      v.title('Address of the service'),
      v.description('Only when Resend, Postmark or SendGrid told you to use another one.'),
    ),
    '',
  ),
  dkimSelector: v.optional(
    v.pipe(
      line(60),
      v.regex(/^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/, 'Write a name like s1'),
      v.title('DKIM selector'),
      v.description('Only for the check of your domain. Your provider names it when you set up DKIM.'),
    ),
    '',
  ),
  postalAddress: v.optional(
    v.pipe(
      v.string('Write text here'),
      v.trim(),
      v.maxLength(400, 'Use at most 400 characters'),
      v.title('Postal address'),
      v.description('Shown below newsletters. Many countries require it there.'),
    ),
    '',
  ),
})
export type Settings = v.InferOutput<typeof Settings>
