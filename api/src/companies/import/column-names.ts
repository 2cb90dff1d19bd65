/**
 * What columns are called in English, German and Dutch exports, best first, as `bareName` leaves them. `location` is a
 * place in one cell, like `Bentonville, Ark.`: city and region.
 */
export const COLUMN_NAMES: Record<string, string> = {
  name: `name companyname company firmenname firma unternehmen unternehmensname bedrijfsnaam bedrijf naam handelsnaam
    accountname account organizationname organisationname organisatienaam organization organisation organisatie
    businessname legalname kundenname kunde klantnaam klant security`,
  externalId: `externalid externeid externalkey customernumber customerno customerid kundennummer kundennr kundenid
    klantnummer klantnr debitorennummer debitornummer debiteurnummer debiteurennummer accountid accountnumber crmid`,
  domain: `domain companydomain companydomainname domainname domaene domane domein domeinnaam webdomain`,
  website: `website websiteurl companywebsite web webseite webadresse webaddress homepage internet internetadresse
    firmenwebsite url site www`,
  phone: `phone phonenumber companyphone mainphone telephone telephonenumber tel telefon telefonnummer telefoon
    telefoonnummer rufnummer`,
  email: `email emailaddress companyemail mail emailadresse emailadres mailadresse`,
  street: `street streetaddress address addressline1 address1 strasse strassehausnummer strasseundhausnummer strassenr
    anschrift adresse straat straatnaam straathuisnummer adres`,
  postalCode: `postalcode postcode zip zipcode plz postleitzahl`,
  city: `city town companycity ort stadt plaats woonplaats stad gemeente`,
  region: `region state stateregion province bundesland kanton provincie regio`,
  country: `country countrycode countryregion land landcode laendercode landercode landkuerzel`,
  location: `location headquarters headquarterslocation hq hqlocation standort sitz firmensitz hauptsitz vestiging
    vestigingsplaats locatie hoofdkantoor`,
  industry: `industry branche bedrijfstak gicssubindustry subindustry wirtschaftszweig sector sektor gicssector`,
  employees: `employees employeecount numberofemployees numemployees noofemployees headcount mitarbeiter mitarbeiterzahl
    mitarbeiteranzahl anzahlmitarbeiter anzahldermitarbeiter beschaeftigte beschaftigte medewerkers aantalmedewerkers
    werknemers aantalwerknemers fte`,
  revenue: `revenue revenues annualrevenue annualrevenues totalrevenue umsatz jahresumsatz omzet jaaromzet turnover
    annualturnover sales annualsales`,
  linkedinUrl: `linkedinurl linkedin linkedinpage linkedincompanypage linkedincompanyurl linkedinprofil linkedinprofile`,
  vatId: `vatid vat vatnumber vatno ustid ustidnr ustidnummer umsatzsteuerid umsatzsteueridentifikationsnummer btwnummer
    btwnr btwid btw`,
  registrationNumber: `registrationnumber companynumber handelsregisternummer hrnummer hrb kvk kvknummer kvknr`,
  description: `description companydescription about beschreibung kurzbeschreibung omschrijving beschrijving`,
  tags: `tags labels schlagworte schlagwoerter stichworte trefwoorden`,
  firstVisitAt: `firstvisitat firstvisit ersterbesuch eerstebezoek`,
  lastVisitAt: `lastvisitat lastvisit letzterbesuch laatstebezoek`,
  visitCount: `visitcount visits numberofvisits besuche anzahlbesuche bezoeken aantalbezoeken`,
  pages: `pagesvisited visitedpages besuchteseiten bezochtepaginas`,
  inboxUrl: `inboxurl inboxlink`,
};
