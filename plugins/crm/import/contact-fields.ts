/** Every contact field that a column can feed, with the words that a person chooses it by. */
export const contactFields = {
  firstName: 'First name',
  middleName: 'Middle name (joins the first name)',
  lastName: 'Last name',
  fullName: 'Full name (is split)',
  email: 'Email',
  phone: 'Phone',
  companyName: 'Company',
  jobTitle: 'Job title',
  website: 'Website',
  street: 'Street',
  city: 'City',
  region: 'State or region',
  postalCode: 'Postal code',
  country: 'Country',
  fullAddress: 'Whole address',
  birthday: 'Birthday',
  notes: 'Notes',
  tags: 'Tags',
} as const

export type ContactField = keyof typeof contactFields

/** Where a column goes: a contact field, a custom field of that key, or nowhere. */
export type Target = ContactField | `custom:${string}` | 'ignore'

/** Headings, folded, in English, German, French, Spanish and the three products' own words. */
const headings: Record<ContactField, string> = {
  firstName:
    'first name|given name|firstname|forename|vorname|rufname|prenom|nombre de pila|primer nombre|nome proprio',
  middleName: 'middle name|additional name|weitere vornamen|zweiter vorname|deuxieme prenom|segundo nombre',
  lastName:
    'last name|family name|lastname|surname|nachname|familienname|zuname|nom de famille|apellido|apellidos|primer apellido|cognome|achternaam|sobrenome',
  fullName:
    'full name|name|display name|contact|contact name|customer name|person|client|kunde|ansprechpartner|kontakt|nom complet|nom et prenom|prenom et nom|nombre completo|nombre y apellidos|vollstandiger name|vor und nachname|contacto|nome completo|volledige naam',
  email:
    'e mail|email|mail|e mail address|email address|mail address|e mail adresse|emailadresse|e mail addresse|mailadresse|courriel|adresse e mail|adresse email|adresse mail|adresse de messagerie|adresse electronique|correo|correo electronico|direccion de correo electronico|direccion de correo|additional email addresses|additional emails',
  phone:
    'phone|phone number|telephone|telephone number|tel|tel no|mobile|mobile phone|mobile number|cell|cell phone|cellphone|callback|car phone|radio phone|telefon|telefonnummer|rufnummer|handy|handynummer|mobil|mobilnummer|mobiltelefon|mobilfunk|festnetz|numero de telephone|portable|telephone portable|tel portable|tel mobile|tel fixe|fixe|telefono|numero de telefono|movil|celular|telefono movil|telefone|cellulare|telefoon|telefoonnummer|whatsapp',
  companyName:
    'company|company name|organization|organization name|organisation|organisation name|associated company|business name|account name|employer|firm|firma|firmenname|unternehmen|arbeitgeber|societe|nom de la societe|entreprise|nom de l entreprise|raison sociale|empresa|compania|nombre de la empresa|razon social|organizacion|azienda|bedrijf',
  jobTitle:
    'job title|title|role|position|occupation|organization title|organisation title|funktion|beruf|stelle|jobtitel|stellenbezeichnung|berufsbezeichnung|fonction|poste|titre|intitule du poste|profession|cargo|puesto|puesto de trabajo|profesion',
  website:
    'website|web site|web page|webpage|url|website url|homepage|home page|company website|web|site|webseite|internetseite|internet|page web|site web|site internet|sitio web|pagina web',
  street:
    'street|street address|address line|address street|address extended address|address po box|strasse|strasse und hausnummer|strasse hausnummer|strasse nr|hausnummer|rue|adresse rue|numero et rue|calle|calle y numero|domicilio|via',
  city: 'city|town|locality|address city|ort|stadt|wohnort|ville|commune|localite|ciudad|poblacion|localidad|municipio|citta|plaats',
  region:
    'state|region|province|county|state region|state province|address region|address state|bundesland|kanton|departement|departement region|provincia|estado|comunidad autonoma',
  postalCode:
    'postal code|postcode|post code|zip|zip code|zip postal code|address postal code|address zip|plz|postleitzahl|code postal|cp|codigo postal|cap',
  country:
    'country|country region|address country|nation|land|land region|staat|pays|pays region|pais|pais region|paese',
  fullAddress:
    'address|address formatted|full address|postal address|mailing address|adresse|anschrift|postanschrift|adresse complete|adresse postale|direccion|direccion completa|direccion postal|indirizzo|adres',
  birthday:
    'birthday|birth date|birthdate|date of birth|dob|geburtstag|geburtsdatum|anniversaire|date de naissance|naissance|cumpleanos|fecha de nacimiento|nacimiento',
  notes:
    'notes|note|comment|comments|remarks|remark|description|associated note|notiz|notizen|bemerkung|bemerkungen|kommentar|kommentare|anmerkung|anmerkungen|remarque|remarques|commentaire|commentaires|notas|nota|observaciones|comentario|comentarios',
  tags: 'tags|tag|labels|label|categories|category|groups|group|group membership|kategorie|kategorien|gruppe|gruppen|schlagworte|schlagworter|schlagwort|etiquette|etiquettes|categorie|categories|groupe|groupes|libelles|etiqueta|etiquetas|categoria|categorias|grupo|grupos',
}

const fieldByHeading = new Map<string, ContactField>(
  (Object.keys(headings) as ContactField[]).flatMap((field) =>
    headings[field].split('|').map((heading) => [heading, field] as const),
  ),
)

/** Gives the field that a folded heading names, or undefined. */
export function seekField(foldedHeading: string): ContactField | undefined {
  return fieldByHeading.get(foldedHeading)
}
