import type { AlertLanguage } from '@integration-queue/shared/alert-choices';

/** What alerts say. `{…}` is filled in. */
export interface AlertTexts {
  needsAttention: string;
  recovered: string;
  issue: string;
  /** Of a cause of failure that was told of. */
  issueOver: string;
  webhookOff: string;
  webhookOn: string;
  /** Subject of a message about several things. */
  several: string;
  more: string;
  test: string;
  objects: Record<string, string>;
}

export const ALERT_TEXTS: Record<AlertLanguage, AlertTexts> = {
  en: {
    needsAttention: '{name} needs attention',
    recovered: '{name} works again',
    issue: '{name}: {object} fails ({count}): {message}',
    issueOver: '{name}: {object} no longer fails: {message}',
    webhookOff: 'Webhook {name} was switched off: it takes no messages',
    webhookOn: 'Webhook {name} is on again: what waited is sent',
    several: '{count} changes',
    more: '… and {count} more',
    test: 'This is a test. Alerts arrive here.',
    objects: { company: 'a company', deal: 'a deal', task: 'a task' },
  },
  de: {
    needsAttention: '{name} braucht Aufmerksamkeit',
    recovered: '{name} funktioniert wieder',
    issue: '{name}: {object} schlägt fehl ({count}): {message}',
    issueOver: '{name}: {object} schlägt nicht mehr fehl: {message}',
    webhookOff: 'Webhook {name} wurde ausgeschaltet: Er nimmt keine Nachrichten an',
    webhookOn: 'Webhook {name} ist wieder eingeschaltet: Was wartete, wird gesendet',
    several: '{count} Änderungen',
    more: '… und {count} weitere',
    test: 'Dies ist ein Test. Meldungen kommen hier an.',
    objects: { company: 'eine Firma', deal: 'ein Deal', task: 'eine Aufgabe' },
  },
  nl: {
    needsAttention: '{name} vraagt aandacht',
    recovered: '{name} werkt weer',
    issue: '{name}: {object} mislukt ({count}): {message}',
    issueOver: '{name}: {object} mislukt niet meer: {message}',
    webhookOff: 'Webhook {name} is uitgeschakeld: hij neemt geen berichten aan',
    webhookOn: 'Webhook {name} is weer ingeschakeld: wat wachtte, wordt verzonden',
    several: '{count} wijzigingen',
    more: '… en nog {count}',
    test: 'Dit is een test. Meldingen komen hier aan.',
    objects: { company: 'een bedrijf', deal: 'een deal', task: 'een taak' },
  },
};

/** Puts values into a text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
