/** A stage of the pipeline. Odoo keeps the names by language, and finds a name in the language of the call alone. */
interface Stage {
  id: number;
  en_US: string;
  de_DE: string;
}

export const STAGES: Stage[] = [
  { id: 1, en_US: 'New', de_DE: 'Neu' },
  { id: 2, en_US: 'Qualified', de_DE: 'Qualifiziert' },
  { id: 3, en_US: 'Proposition', de_DE: 'Angebot' },
  { id: 4, en_US: 'Won', de_DE: 'Gewonnen' },
];

/** @param lang of the call's context; English where it names none. */
export function stageNamed(name: string, lang: unknown): Stage | undefined {
  return STAGES.find((stage) => stage[lang === 'de_DE' ? 'de_DE' : 'en_US'] === name);
}
