import { type Language, language } from './language.ts'

interface SiteWords {
  readonly language: string
  readonly loading: string
  readonly again: string
  readonly notHere: string
  readonly notHereWhy: string
  readonly offline: string
  readonly tooMany: (seconds: number | undefined) => string
  readonly ours: string
  readonly unread: string
  readonly requestId: (id: string) => string
}

const words: Readonly<Record<Language, SiteWords>> = {
  en: {
    language: 'Language',
    loading: 'Loading',
    again: 'Try again',
    notHere: 'There is nothing here',
    notHereWhy: 'The address may be mistyped, or the page is no longer offered. Ask the business for a new link.',
    offline: 'There is no connection. Check your network, then try again.',
    tooMany: (seconds) =>
      `That was a lot at once. Please wait ${seconds === undefined ? 'a moment' : span('en', seconds)}, then try again.`,
    ours: 'Something went wrong on our side. Please try again in a moment.',
    unread: 'This could not be done.',
    requestId: (id) => `If it happens again, tell the business this number: ${id}`,
  },
  de: {
    language: 'Sprache',
    loading: 'Wird geladen',
    again: 'Noch einmal versuchen',
    notHere: 'Hier ist nichts',
    notHereWhy:
      'Vielleicht ist die Adresse falsch geschrieben, oder die Seite wird nicht mehr angeboten. Bitten Sie den Betrieb um einen neuen Link.',
    offline: 'Es gibt keine Verbindung. Prüfen Sie Ihr Netz und versuchen Sie es noch einmal.',
    tooMany: (seconds) =>
      `Das war viel auf einmal. Bitte warten Sie ${seconds === undefined ? 'einen Moment' : span('de', seconds)} und versuchen Sie es dann noch einmal.`,
    ours: 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.',
    unread: 'Das hat nicht geklappt.',
    requestId: (id) => `Falls es wieder passiert, nennen Sie dem Betrieb diese Nummer: ${id}`,
  },
  es: {
    language: 'Idioma',
    loading: 'Cargando',
    again: 'Intentar de nuevo',
    notHere: 'Aquí no hay nada',
    notHereWhy:
      'Puede que la dirección esté mal escrita o que la página ya no exista. Pida un nuevo enlace al negocio.',
    offline: 'No hay conexión. Compruebe su red y vuelva a intentarlo.',
    tooMany: (seconds) =>
      `Han sido muchas peticiones seguidas. Espere ${seconds === undefined ? 'un momento' : span('es', seconds)} y vuelva a intentarlo.`,
    ours: 'Algo ha fallado por nuestra parte. Vuelva a intentarlo en un momento.',
    unread: 'No se ha podido hacer.',
    requestId: (id) => `Si vuelve a ocurrir, dé este número al negocio: ${id}`,
  },
  fr: {
    language: 'Langue',
    loading: 'Chargement',
    again: 'Réessayer',
    notHere: 'Il n’y a rien ici',
    notHereWhy:
      'L’adresse est peut-être mal écrite, ou la page n’est plus proposée. Demandez un nouveau lien à l’établissement.',
    offline: 'Pas de connexion. Vérifiez votre réseau, puis réessayez.',
    tooMany: (seconds) =>
      `Cela fait beaucoup d’un coup. Patientez ${seconds === undefined ? 'un instant' : span('fr', seconds)}, puis réessayez.`,
    ours: 'Une erreur s’est produite de notre côté. Réessayez dans un instant.',
    unread: 'Cela n’a pas pu être fait.',
    requestId: (id) => `Si cela se reproduit, donnez ce numéro à l’établissement : ${id}`,
  },
}

/** What the frame of every page says, in the page's language. */
export function siteWords(): SiteWords {
  return words[language()]
}

/** `40 seconds`, `2 minutes`, rounded up so that nobody comes too early. */
function span(tag: Language, seconds: number): string {
  const isLong = seconds > 90
  const unit = isLong ? 'minute' : 'second'
  const value = Math.ceil(isLong ? seconds / 60 : seconds)
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
