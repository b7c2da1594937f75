/** Five people to try things out with; the tag finds them again. */
export const sampleContacts = [
  { firstName: 'Amelia', lastName: 'Hart', emails: ['amelia.hart@example.com'], phones: ['+44 20 7946 0101'], city: 'London', birthday: '1988-03-14', tags: ['sample', 'regular'], notes: 'Likes the window seat.' },
  { firstName: 'Bruno', lastName: 'Keller', emails: ['bruno.keller@example.com'], phones: ['+41 44 668 18 00'], city: 'Zürich', tags: ['sample', 'new'] },
  { firstName: 'Chiara', lastName: 'Moretti', emails: ['chiara.moretti@example.com'], phones: [], jobTitle: 'Photographer', city: 'Milano', birthday: '--09-02', tags: ['sample', 'regular'] },
  { firstName: 'Daniel', lastName: 'Osei', emails: ['daniel.osei@example.com'], phones: ['+44 161 496 0202'], city: 'Manchester', tags: ['sample'], notes: 'Asked for a call in spring.' },
  { firstName: 'Eva', lastName: 'Lindqvist', emails: ['eva.lindqvist@example.com'], phones: ['+46 8 123 456 78'], city: 'Stockholm', tags: ['sample', 'vip'] },
] as const
