import { DatabaseFailure } from './database-failure.ts'

/** Who a request logs in as, decoded; `key` tells two logins apart. */
export type Login = { user: string; password: string; database: string; key: string }

const rememberedLogins = 1000

/**
 * Makes a reader of connection strings that takes user, password and database from them and nothing else.
 *
 * Host, port and options are ignored: a caller cannot steer the bridge to another server.
 */
export function createLoginReader(): (connectionString: string) => Login {
  const logins = new Map<string, Login>()
  return (connectionString) => {
    const known = logins.get(connectionString)
    if (known !== undefined) return known
    const login = readLogin(connectionString)
    if (logins.size >= rememberedLogins) logins.clear()
    logins.set(connectionString, login)
    return login
  }
}

function readLogin(connectionString: string): Login {
  try {
    const url = new URL(connectionString)
    const user = decodeURIComponent(url.username)
    const password = decodeURIComponent(url.password)
    const database = decodeURIComponent(url.pathname.slice(1))
    if (/^postgres(ql)?:$/.test(url.protocol) && user !== '' && database !== '') {
      return { user, password, database, key: JSON.stringify([user, password, database]) }
    }
  } catch {
    // Falls through to the one refusal: the string holds a password and is never repeated.
  }
  throw new DatabaseFailure('08P01', 'Neon-Connection-String must be postgres://user:password@host/database')
}
