/** The active currencies of ISO 4217, without funds, metals and codes for tests. */
export const currencies: readonly string[] = (
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY ' +
  'COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ' +
  'ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK ' +
  'MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF ' +
  'SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU ' +
  'UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG'
).split(' ')

/** The languages in which a workspace may speak with its customers (BCP 47). */
export const languages = [
  'en',
  'ar',
  'cs',
  'da',
  'de',
  'el',
  'es',
  'fi',
  'fr',
  'he',
  'hi',
  'hu',
  'it',
  'ja',
  'ko',
  'nb',
  'nl',
  'pl',
  'pt',
  'pt-BR',
  'ro',
  'sv',
  'tr',
  'uk',
  'zh-Hans',
] as const

/** Of the languages here the one that a browser likes best, by its Accept-Language (RFC 9110, 12.5.4); English where it likes none. */
export function languageFor(acceptLanguage: string): (typeof languages)[number] {
  const liked = acceptLanguage
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', weight = 'q=1'] = part.split(';').map((piece) => piece.trim())
      return { tag, weight: Number(weight.replace('q=', '')) || 0 }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
  for (const { tag } of liked) {
    const found = languages.find((language) => language === tag) ?? languages.find((each) => isKindOf(tag, each))
    if (found !== undefined) return found
  }
  return 'en'
}

/** `de-AT` is a kind of `de`; `pt-PT` is none of `pt-BR`, and `zh-TW` none of `zh-Hans`. */
function isKindOf(tag: string, language: string): boolean {
  try {
    const [one, other] = [new Intl.Locale(tag), new Intl.Locale(language)]
    const isNorwegian = one.language === 'no' && other.language === 'nb'
    return (
      (one.language === other.language || isNorwegian) &&
      one.maximize().script === other.maximize().script &&
      (other.region === undefined || one.region === other.region)
    )
  } catch {
    return false
  }
}

let zones: ReadonlyMap<string, string> | undefined

/** Every time zone that this runtime names, by its name in small letters. */
function knownZones(): ReadonlyMap<string, string> {
  zones ??= new Map(['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => [zone.toLowerCase(), zone]))
  return zones
}

export function timeZones(): readonly string[] {
  return [...knownZones().values()]
}

/**
 * The time zone as it is to be stored, or undefined for what is none.
 *
 * Browsers know the same zone by its older name or its newer one (Asia/Calcutta, Asia/Kolkata), so each is taken; an
 * offset such as `+01:00` is not: a business in it would miss its summer time.
 */
export function readTimeZone(name: string): string | undefined {
  const known = knownZones().get(name.toLowerCase())
  if (known !== undefined) return known
  if (!/^[A-Z][A-Za-z]+(\/[A-Za-z0-9_+-]+){1,2}$/.test(name)) return undefined
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return name
  } catch {
    return undefined
  }
}
