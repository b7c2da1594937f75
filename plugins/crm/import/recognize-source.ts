import { foldText } from '#sdk'

/** The program whose export a file is. */
export type Source = 'google' | 'outlook' | 'hubspot' | 'generic'

/** Headings, folded, that only this product writes; two of them are enough to know it. */
const marks: Record<Exclude<Source, 'generic'>, RegExp> = {
  google:
    /^(?:(?:e mail|phone|address|organization|website|relation|event|custom field|im) \d+ (?:value|type|label|name|formatted)|group membership|(?:given|family|additional) name yomi|yomi name|phonetic (?:first|middle|last) name|file as|organization (?:name|title|department))$/,
  outlook:
    /^(?:e mail(?: \d)? (?:address|type|display name)|business (?:phone|street|city|fax)(?: 2)?|home (?:phone|street|city|fax)(?: 2)?|company main phone|assistant s phone|categories|telefon geschaftlich|strasse geschaftlich|ort geschaftlich|fax geschaftlich|e mail(?: \d)? adresse|adresse de messagerie|telephone bureau|rue bureau|ville bureau|tel mobile|telefono del trabajo|calle del trabajo|ciudad de trabajo)$/,
  hubspot:
    /^(?:record id(?: contact)?|contact owner|lifecycle stage|lead status|associated company(?: ids)?|marketing contact status|last activity date|create date|number of associated deals|email domain|hubspot (?:score|team)|original source)$/,
}

/** Recognises the product by its own headings. */
export function recognizeSource(header: string[]): Source {
  const folded = header.map((heading) => foldText(heading.slice(0, 200)))
  const count = (mark: RegExp) => folded.filter((heading) => mark.test(heading)).length
  const counts = (['google', 'outlook', 'hubspot'] as const).map((source) => ({
    source,
    count: count(marks[source]),
  }))
  const best = counts.reduce((most, next) => (next.count > most.count ? next : most))
  return best.count < 2 ? 'generic' : best.source
}
