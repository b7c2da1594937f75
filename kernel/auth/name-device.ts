const browsers = ['Edg/', 'OPR/', 'SamsungBrowser/', 'Firefox/', 'Chrome/', 'Safari/']
const browserNames = ['Edge', 'Opera', 'Samsung Internet', 'Firefox', 'Chrome', 'Safari']
const systems = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac OS', 'CrOS', 'Linux']
const systemNames = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac', 'Chromebook', 'Linux']

/** `Firefox on Windows`, from what a browser says of itself: the words of the workspace's list of devices, for mail. */
export function nameDevice(userAgent: string): string {
  const browser = browserNames[browsers.findIndex((mark) => userAgent.includes(mark))]
  const system = systemNames[systems.findIndex((mark) => userAgent.includes(mark))]
  if (browser === undefined && system === undefined) return 'Another program'
  return [browser ?? 'A browser', system].filter(Boolean).join(' on ')
}
