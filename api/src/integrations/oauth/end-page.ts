/** How a connection by OAuth ended. `said` are the CRM's words, or ours where a call of ours failed. */
export type OAuthEnd =
  | { kind: 'connected'; crm: string; account: string; workspace: string; todo: string | null }
  | { kind: 'denied'; crm: string; said: string }
  | { kind: 'failed'; crm: string; said: string }
  | { kind: 'over' }
  | { kind: 'not_allowed'; crm: string };

const LANGUAGES = ['en', 'de', 'nl'] as const;
type Language = (typeof LANGUAGES)[number];

interface Words {
  title: string;
  lines: string[];
}

/** The page a person sees when the vendor sends them back, in their browser's language. */
export function endPage(end: OAuthEnd, acceptLanguage = ''): { status: number; html: string } {
  const language = readLanguage(acceptLanguage);
  const { title, lines } = WORDS[language](end);
  const good = end.kind === 'connected' && end.todo === null;
  return {
    status: end.kind === 'connected' ? 200 : 400,
    html: `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="${good ? 'good' : 'bad'}" aria-hidden="true">${good ? '✓' : '!'}</p>
<h1>${escape(title)}</h1>
${lines.map((line) => `<p>${escape(line)}</p>`).join('\n')}
</main>
</body>
</html>
`,
  };
}

const WORDS: Record<Language, (end: OAuthEnd) => Words> = {
  en: (end) => {
    switch (end.kind) {
      case 'connected':
        return {
          title: `${end.crm} is connected`,
          lines: [
            `“${end.account}” is now connected to the workspace “${end.workspace}”.`,
            ...(end.todo === null ? ['You can close this page.'] : [`One thing is left to do: ${end.todo}.`]),
          ],
        };
      case 'denied':
        return {
          title: `${end.crm} was not connected`,
          lines: [`Access was denied in ${end.crm}.`, end.said, 'You can start again in the options of the extension.'],
        };
      case 'failed':
        return {
          title: `${end.crm} could not be connected`,
          lines: [end.said, 'You can start again in the options of the extension.'],
        };
      case 'over':
        return {
          title: 'This link is no longer valid',
          lines: [
            'It works once, and for ten minutes. If you used it before, look in the options of the extension: the connection may be there already.',
            'Otherwise start again there.',
          ],
        };
      case 'not_allowed':
        return {
          title: `${end.crm} was not connected`,
          lines: ['You are no longer an administrator of the workspace this was started for.'],
        };
    }
  },
  de: (end) => {
    switch (end.kind) {
      case 'connected':
        return {
          title: `${end.crm} ist verbunden`,
          lines: [
            `„${end.account}“ ist jetzt mit dem Arbeitsbereich „${end.workspace}“ verbunden.`,
            ...(end.todo === null ? ['Sie können diese Seite schließen.'] : [`Eines ist noch zu tun: ${end.todo}.`]),
          ],
        };
      case 'denied':
        return {
          title: `${end.crm} wurde nicht verbunden`,
          lines: [
            `Der Zugriff wurde in ${end.crm} abgelehnt.`,
            end.said,
            'Sie können in den Einstellungen der Erweiterung neu beginnen.',
          ],
        };
      case 'failed':
        return {
          title: `${end.crm} konnte nicht verbunden werden`,
          lines: [end.said, 'Sie können in den Einstellungen der Erweiterung neu beginnen.'],
        };
      case 'over':
        return {
          title: 'Dieser Link gilt nicht mehr',
          lines: [
            'Er gilt einmal und zehn Minuten lang. Falls Sie ihn schon benutzt haben, sehen Sie in den Einstellungen der Erweiterung nach: Die Verbindung ist vielleicht schon da.',
            'Sonst beginnen Sie dort neu.',
          ],
        };
      case 'not_allowed':
        return {
          title: `${end.crm} wurde nicht verbunden`,
          lines: ['Sie sind nicht mehr Administrator des Arbeitsbereichs, für den dies begonnen wurde.'],
        };
    }
  },
  nl: (end) => {
    switch (end.kind) {
      case 'connected':
        return {
          title: `${end.crm} is gekoppeld`,
          lines: [
            `“${end.account}” is nu gekoppeld aan de werkruimte “${end.workspace}”.`,
            ...(end.todo === null ? ['U kunt deze pagina sluiten.'] : [`Er moet nog één ding gebeuren: ${end.todo}.`]),
          ],
        };
      case 'denied':
        return {
          title: `${end.crm} is niet gekoppeld`,
          lines: [
            `De toegang is in ${end.crm} geweigerd.`,
            end.said,
            'U kunt in de opties van de extensie opnieuw beginnen.',
          ],
        };
      case 'failed':
        return {
          title: `${end.crm} kon niet worden gekoppeld`,
          lines: [end.said, 'U kunt in de opties van de extensie opnieuw beginnen.'],
        };
      case 'over':
        return {
          title: 'Deze link is niet meer geldig',
          lines: [
            'Hij werkt één keer, tien minuten lang. Hebt u hem al gebruikt, kijk dan in de opties van de extensie: de koppeling is er misschien al.',
            'Begin daar anders opnieuw.',
          ],
        };
      case 'not_allowed':
        return {
          title: `${end.crm} is niet gekoppeld`,
          lines: ['U bent geen beheerder meer van de werkruimte waarvoor dit is begonnen.'],
        };
    }
  },
};

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { display: grid; min-height: 100vh; margin: 0; place-items: center }
main { max-width: 32rem; padding: 2rem }
h1 { margin: .5rem 0; font-size: 1.5rem; line-height: 1.25 }
p { margin: .5rem 0; overflow-wrap: anywhere }
.good, .bad { width: 3rem; height: 3rem; border-radius: 50%; color: #fff; font-size: 1.75rem; line-height: 3rem; text-align: center }
.good { background: #19704a }
.bad { background: #a3331f }
`;

/** The first language of ours that the browser asks for, English where it asks for none of them. */
function readLanguage(accepted: string): Language {
  const wanted = accepted
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { language: tag.toLowerCase().split('-')[0]!, quality: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  const found = wanted.find(({ language }) => (LANGUAGES as readonly string[]).includes(language));
  return (found?.language as Language | undefined) ?? 'en';
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (letter) => entities[letter]!);
}
