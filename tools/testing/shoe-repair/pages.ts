import type { PageDefinition } from '#sdk'

const states = [
  { value: 'waiting', title: 'Waiting' },
  { value: 'bench', title: 'On the bench' },
  { value: 'ready', title: 'Ready' },
]
const words = Object.fromEntries(states.map(({ value, title }) => [value, title]))
const entries = [
  { name: 'title', title: 'Which shoes', required: true },
  { name: 'price', title: 'Price', as: 'money' },
  { name: 'due', title: 'Promised for', as: 'date' },
  { name: 'notes', title: 'What is to be done', as: 'longText' },
  { name: 'link', title: 'Page of the customer', hint: 'A page here, or an address on the web.' },
] as const
const remove = {
  label: 'Delete',
  call: 'DELETE /repairs/:id',
  confirm: 'Delete this repair?',
  done: 'The repair is deleted',
  look: 'danger',
} as const

export const pages: readonly PageDefinition[] = [
  {
    path: '/repairs',
    title: 'Repairs',
    icon: 'footprints',
    blocks: [
      { block: 'text', text: 'What customers have brought.\n\nWhat is ready waits at the counter.' },
      { block: 'actions', actions: [{ label: 'Take in shoes', next: '/new', look: 'primary' }] },
      {
        block: 'table',
        title: 'All repairs',
        from: 'GET /repairs',
        search: true,
        filters: [{ name: 'state', title: 'How far', as: 'choice', choices: states }],
        columns: [
          { field: 'title', title: 'Shoes' },
          { field: 'state', title: 'How far', as: 'badge', words },
          { field: 'price', title: 'Price', as: 'money' },
          { field: 'due', title: 'Promised for', as: 'date' },
          { field: 'link', title: 'Customer', as: 'link' },
        ],
        opens: '/repairs/:id',
        actions: [
          { label: 'Is ready', call: 'PATCH /repairs/:id', body: { state: 'ready' }, done: 'It is ready' },
          remove,
        ],
        empty: {
          text: 'No shoes to repair',
          action: { label: 'Take in the first pair', next: '/new', look: 'primary' },
        },
      },
    ],
  },
  {
    path: '/board',
    title: 'Workshop',
    icon: 'kanban',
    blocks: [
      {
        block: 'board',
        title: 'On the way',
        from: 'GET /repairs',
        by: 'state',
        columns: states,
        card: { title: 'title', lines: [{ field: 'due', title: 'Promised for', as: 'date' }] },
        move: 'PATCH /repairs/:id',
        opens: '/repairs/:id',
      },
    ],
  },
  {
    path: '/figures',
    title: 'Figures',
    icon: 'chart-column',
    blocks: [
      { block: 'chart', title: 'How far they are', from: 'GET /figures', label: 'state', value: 'count' },
      {
        block: 'table',
        title: 'Customers',
        from: 'GET /customers',
        columns: [
          { field: 'firstName', title: 'First name' },
          { field: 'lastName', title: 'Last name' },
          { field: 'email', title: 'Email' },
        ],
      },
    ],
  },
  {
    path: '/new',
    title: 'Take in shoes',
    blocks: [
      {
        block: 'form',
        send: 'POST /repairs',
        entries: [...entries],
        button: 'Take them in',
        done: 'The shoes are in the list',
        next: '/repairs/:id',
      },
    ],
  },
  {
    path: '/repairs/:id',
    title: 'Repair',
    blocks: [
      {
        block: 'detail',
        title: 'What is known',
        from: 'GET /repairs/:id',
        fields: [
          { field: 'title', title: 'Shoes' },
          { field: 'state', title: 'How far', as: 'badge', words },
          { field: 'price', title: 'Price', as: 'money' },
          { field: 'due', title: 'Promised for', as: 'date' },
          { field: 'notes', title: 'What is to be done' },
          { field: 'link', title: 'Customer', as: 'link' },
        ],
        actions: [{ ...remove, next: '/repairs' }],
      },
      {
        block: 'form',
        title: 'Change it',
        from: 'GET /repairs/:id',
        send: 'PATCH /repairs/:id',
        entries: [...entries, { name: 'state', title: 'How far', as: 'choice', required: true, choices: states }],
        done: 'The repair is saved',
      },
      { block: 'actions', actions: [{ label: 'All repairs', next: '/repairs' }] },
    ],
  },
]
