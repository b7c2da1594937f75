export interface ServerEvent {
  /** `message` when it names none. */
  readonly event: string
  readonly data: string
  /** The last id that the stream named, this event's or an earlier one's. */
  readonly lastEventId: string
}

/**
 * Reads text/event-stream piece by piece (HTML Standard, 9.2.6): hand it each piece of text, get the events that are whole.
 */
export function createEventReader(): (piece: string) => ServerEvent[] {
  let rest = ''
  let [event, lastEventId] = ['', '']
  let data: string[] = []
  const takeField = (line: string) => {
    const colon = line.indexOf(':')
    const name = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (name === 'event') event = value
    else if (name === 'data') data.push(value)
    else if (name === 'id' && !value.includes('\u0000')) lastEventId = value
  }
  const finish = (): ServerEvent[] => {
    const whole = data.length === 0 ? [] : [{ event: event || 'message', data: data.join('\n'), lastEventId }]
    event = ''
    data = []
    return whole
  }
  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    return lines.flatMap((line) => {
      if (line === '') return finish()
      takeField(line)
      return []
    })
  }
}
