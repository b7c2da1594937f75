import type { Client } from 'pg'
import type { Login } from './read-login.ts'
import { createStatementNames, type StatementNames } from './statement-names.ts'

/** A connection on loan, with the names of the statements that it has prepared. */
export type PooledConnection = { client: Client; login: Login; names: StatementNames; idleSinceMs: number }

/** Connections of many logins under one common bound. */
export type ConnectionPool = {
  acquire(login: Login): Promise<PooledConnection>
  release(connection: PooledConnection, isUsable: boolean): void
  close(): Promise<void>
}

type Waiter = {
  login: Login
  sinceMs: number
  resolve(connection: PooledConnection): void
  reject(error: unknown): void
}

const patienceMs = 100

/**
 * Pools connections per login, never more than `maxConnections` in all.
 *
 * When the bound is reached an idle connection of another login makes room. A released connection goes to
 * the next waiter with its login, unless the first in the queue has waited longer than 100 ms: then to
 * that one, at the price of a new connection, so that a busy login cannot starve the others.
 */
export function createConnectionPool(options: {
  connect(login: Login): Promise<Client>
  maxConnections: number
  idleMs: number
}): ConnectionPool {
  const { connect, maxConnections, idleMs } = options
  const idle: PooledConnection[] = []
  const waiting: Waiter[] = []
  const open = new Set<PooledConnection>()
  let connecting = 0
  let closing = 0
  let closed = false

  async function openConnection(login: Login): Promise<PooledConnection> {
    connecting += 1
    try {
      const client = await connect(login)
      const connection = { client, login, names: createStatementNames(), idleSinceMs: 0 }
      client.on('error', () => discard(connection))
      open.add(connection)
      return connection
    } finally {
      connecting -= 1
    }
  }

  function openFor(waiter: Waiter): void {
    openConnection(waiter.login).then(waiter.resolve, (error: unknown) => {
      waiter.reject(error)
      admitNext()
    })
  }

  function discard(connection: PooledConnection): void {
    const index = idle.indexOf(connection)
    if (index >= 0) idle.splice(index, 1)
    if (!open.delete(connection)) return
    closing += 1
    void endClient(connection.client).then(() => {
      closing -= 1
      admitNext()
    })
  }

  function isFull(): boolean {
    return open.size + connecting + closing >= maxConnections
  }

  function admitNext(): void {
    while (waiting.length > 0 && !isFull()) {
      const waiter = waiting.shift()
      if (waiter !== undefined) openFor(waiter)
    }
  }

  function takeWaiter(login: Login): Waiter | undefined {
    const [first] = waiting
    if (first === undefined || performance.now() - first.sinceMs > patienceMs) return waiting.shift()
    const index = waiting.findIndex((waiter) => waiter.login.key === login.key)
    return index < 0 ? waiting.shift() : waiting.splice(index, 1)[0]
  }

  const sweeper = setInterval(() => {
    const deadlineMs = performance.now() - idleMs
    for (const connection of idle.filter((candidate) => candidate.idleSinceMs < deadlineMs)) discard(connection)
  }, idleMs)
  sweeper.unref()

  return {
    async acquire(login) {
      if (closed) throw new Error('the pool is closed')
      const index = idle.findLastIndex((candidate) => candidate.login.key === login.key)
      const [ready] = index < 0 ? [] : idle.splice(index, 1)
      if (ready !== undefined) return ready
      const [oldest] = idle
      if (oldest !== undefined && isFull()) discard(oldest)
      return new Promise((resolve, reject) => {
        waiting.push({ login, sinceMs: performance.now(), resolve, reject })
        admitNext()
      })
    },

    release(connection, isUsable) {
      if (!isUsable || closed) return discard(connection)
      if (!open.has(connection)) return
      const waiter = takeWaiter(connection.login)
      if (waiter === undefined) {
        connection.idleSinceMs = performance.now()
        idle.push(connection)
      } else if (waiter.login.key === connection.login.key) {
        waiter.resolve(connection)
      } else {
        waiting.unshift(waiter)
        discard(connection)
      }
    },

    async close() {
      closed = true
      clearInterval(sweeper)
      for (const waiter of waiting.splice(0)) waiter.reject(new Error('the pool is closed'))
      const connections = [...open]
      open.clear()
      idle.length = 0
      await Promise.all(connections.map((connection) => endClient(connection.client)))
    },
  }
}

function endClient(client: Client): Promise<void> {
  return client.end().catch(() => {})
}
