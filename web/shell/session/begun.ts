declare global {
  interface Window {
    /** What `public/start.js` began. */
    begunExchange?: Promise<Response> | undefined
  }
}

const mark = 'signed-in'

/** The exchange of the cookie that began while this code was on its way; good for one use, and gone from the page with it. */
export function takeBegunExchange(): Promise<Response> | undefined {
  const begun = window.begunExchange
  delete window.begunExchange
  return begun
}

/** Whether somebody signed in here and did not sign out: no secret, and no proof of anything. A browser that keeps nothing is asked every time. */
export function wasSignedIn(): boolean {
  try {
    return localStorage.getItem(mark) !== null
  } catch {
    return true
  }
}

export function noteSignIn(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(mark, '1')
    else localStorage.removeItem(mark)
  } catch {
    // Nothing is kept here: the next page asks.
  }
}
