/** What is known of the brackets that a query is in. */
export interface Frame {
  /** The word before the bracket. */
  readonly opener: string
  readonly offset: number
  readonly closer: ')' | ']'
  /** Nothing has been read but brackets: a statement may begin. */
  isFresh: boolean
  /** In the list of a WITH clause. */
  isWith: boolean
  verb: string | undefined
  /** A comma is followed by a table. */
  listsTables: boolean
  /** What the next name stands for, where that is not a column or a function. */
  wants: 'table' | 'type' | undefined
}

export function newFrame(opener: string, listsTables: boolean): Frame {
  return {
    opener,
    offset: 0,
    closer: ')',
    isFresh: true,
    isWith: false,
    verb: undefined,
    listsTables,
    wants: listsTables ? 'table' : undefined,
  }
}

/** Words that end a list of tables. Each is reserved: none can be the name of a table in it. */
export const closers: ReadonlySet<string> = new Set(
  'where group having order window limit offset fetch for union intersect except returning'.split(' '),
)

/** Words that begin a statement. */
export const verbs: ReadonlySet<string> = new Set(['select', 'insert', 'update', 'delete', 'merge', 'values'])
/** Where FROM parts an argument from the next, and names no table. */
export const argumentFrom: ReadonlySet<string> = new Set(['extract', 'substring', 'trim', 'overlay', 'position'])
/** Behind WITH, these begin no clause of its own. */
export const notClause: ReadonlySet<string> = new Set(['ordinality', 'time', 'ties', 'unique'])
