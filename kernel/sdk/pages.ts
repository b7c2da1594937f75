import * as v from 'valibot'

/** One of the plugin's own routes, as it is written there: `GET /items/:id`. Parameters are taken from the page's address or the row. */
const Route = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^(GET|POST|PUT|PATCH|DELETE) \/[\w/:.-]*$/, 'Write it as in the routes: GET /items/:id'),
)
const Reading = v.pipe(Route, v.startsWith('GET ', 'What a block shows comes from a GET route'))
const Words = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))
/** A page of the plugin, within it: `/items/:id`. Parameters are fields of the row. */
const PagePath = v.pipe(v.string(), v.maxLength(200), v.regex(/^\/[\w/:-]*$/, 'Begin with a slash: /items'))
/** A field of what the route answers; dots lead into objects: `customer.name`. */
const Field = v.pipe(
  v.string(),
  v.maxLength(100),
  v.regex(/^[a-zA-Z_][\w.]*$/, 'Name a field of the answer: customer.name'),
)

/**
 * How a value is shown, in the workspace's formats: `money` is `{ amount, currency }`, `date` a day, `time` a moment,
 * `badge` a word with `words` for it, `person` a member's id or `{ name }`, `link` an address over HTTPS or a path of the
 * workspace.
 */
const Shown = v.strictObject({
  field: Field,
  title: Words,
  as: v.optional(v.picklist(['text', 'number', 'money', 'date', 'time', 'badge', 'yesNo', 'person', 'link']), 'text'),
  /** What the values of a badge are called: `{ open: 'Open' }`. */
  words: v.optional(v.record(v.pipe(v.string(), v.maxLength(60)), Words)),
})

/** A button. What it calls is a route of the plugin; it is shown to those who may call it. */
const Action = v.strictObject({
  label: Words,
  call: v.optional(Route),
  /** What the route is told beside the row's id: constants. */
  body: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()]))),
  /** Asks before: for what cannot be undone. */
  confirm: v.optional(Words),
  /** Said when it is done. */
  done: v.optional(Words),
  /** The page that comes next, its parameters taken from what the call answers; or that a button without a call leads to. */
  next: v.optional(PagePath),
  look: v.optional(v.picklist(['plain', 'primary', 'danger']), 'plain'),
})

/**
 * A field of a form, or a choice above a list. `date` sends a day, `time` a moment, `money` `{ amount, currency }` in the
 * workspace's currency. Left empty it is left out; in a form that has `from`, it is null.
 */
const Entry = v.strictObject({
  /** The body's member that it fills. */
  name: v.pipe(v.string(), v.maxLength(100), v.regex(/^[a-zA-Z_]\w*$/)),
  title: Words,
  as: v.optional(
    v.picklist(['text', 'longText', 'number', 'money', 'date', 'time', 'email', 'yesNo', 'choice']),
    'text',
  ),
  hint: v.optional(Words),
  required: v.optional(v.boolean(), false),
  /** For `choice`: values and what they are called. */
  choices: v.optional(v.array(v.strictObject({ value: v.pipe(v.string(), v.maxLength(100)), title: Words }))),
})

const heading = { title: v.optional(Words) }

export const Block = v.variant('block', [
  v.strictObject({ block: v.literal('text'), ...heading, text: v.pipe(v.string(), v.maxLength(5000)) }),
  v.strictObject({
    block: v.literal('table'),
    ...heading,
    /** A list: `{ data, nextCursor }`. */
    from: Reading,
    columns: v.pipe(v.array(Shown), v.minLength(1), v.maxLength(12)),
    /** A search field that sends `q`. */
    search: v.optional(v.boolean(), false),
    /** Choices above the list, each sent as a member of the query. */
    filters: v.optional(v.pipe(v.array(Entry), v.maxLength(6)), []),
    /** The page of a row. */
    opens: v.optional(PagePath),
    actions: v.optional(v.pipe(v.array(Action), v.maxLength(6)), []),
    empty: v.optional(v.strictObject({ text: Words, action: v.optional(Action) })),
  }),
  v.strictObject({
    block: v.literal('detail'),
    ...heading,
    from: Reading,
    fields: v.pipe(v.array(Shown), v.minLength(1), v.maxLength(40)),
    actions: v.optional(v.pipe(v.array(Action), v.maxLength(6)), []),
  }),
  v.strictObject({
    block: v.literal('form'),
    ...heading,
    /** What is there already, for a form that changes something. */
    from: v.optional(Reading),
    send: Route,
    entries: v.pipe(v.array(Entry), v.minLength(1), v.maxLength(40)),
    button: v.optional(Words, 'Save'),
    done: v.optional(Words),
    next: v.optional(PagePath),
  }),
  v.strictObject({
    block: v.literal('board'),
    ...heading,
    from: Reading,
    /** The field that says in which column a card is. */
    by: Field,
    columns: v.pipe(
      v.array(v.strictObject({ value: v.pipe(v.string(), v.maxLength(100)), title: Words })),
      v.minLength(1),
      v.maxLength(12),
    ),
    card: v.strictObject({ title: Field, lines: v.optional(v.pipe(v.array(Shown), v.maxLength(4)), []) }),
    /** Told the card's new column, as the member named in `by`. Without it cards stay where they are. */
    move: v.optional(Route),
    opens: v.optional(PagePath),
  }),
  v.strictObject({
    block: v.literal('chart'),
    ...heading,
    from: Reading,
    as: v.optional(v.picklist(['bars', 'line', 'number']), 'bars'),
    /** The fields of each item of `data`. */
    label: Field,
    value: Field,
    /** Of `percent` the value is a share: 0.25 is 25 %. */
    format: v.optional(v.picklist(['number', 'money', 'percent']), 'number'),
  }),
  v.strictObject({
    block: v.literal('actions'),
    ...heading,
    actions: v.pipe(v.array(Action), v.minLength(1), v.maxLength(8)),
  }),
])

/** A page that the workspace draws with its own kit. */
export const Page = v.strictObject({
  path: PagePath,
  title: Words,
  /** Puts it in the sidebar: a Lucide icon's name. */
  icon: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,40}$/))),
  blocks: v.pipe(v.array(Block), v.minLength(1), v.maxLength(20)),
})

export type Block = v.InferOutput<typeof Block>
/** As its author writes it. */
export type PageDefinition = v.InferInput<typeof Page>
export type Page = v.InferOutput<typeof Page>
