import type { SwaggerCustomOptions } from '@nestjs/swagger';

/** What is ours to say on the page is not its maker's name, nor links no answer has. */
const LOOK = `
  .swagger-ui .topbar { padding: 4px 0; }
  .swagger-ui .topbar .link, .swagger-ui .response-col_links { display: none; }
  .swagger-ui .topbar .topbar-wrapper { justify-content: flex-end; }
  .swagger-ui .info { margin: 24px 0; }
  .swagger-ui .info table { width: auto; margin: 8px 0; }
  .swagger-ui .info table td, .swagger-ui .info table th { padding: 4px 24px 4px 0; vertical-align: baseline; }
  .swagger-ui .info table td:first-of-type { padding: 4px 24px 4px 0; }
  .swagger-ui .info summary { cursor: pointer; }
  .swagger-ui .info [aria-current] { outline: 2px solid currentColor; outline-offset: 2px; }
`;

/** Of the reader's browser, as far as it is asked for here. */
interface Shown {
  closest(selector: string): { open: boolean } | null;
  ariaCurrent: string | null;
  scrollIntoView(at: { block: 'center' }): void;
}
declare const document: { body: object; getElementById(id: string): Shown | null };
declare const location: { hash: string };
declare const MutationObserver: new (onChange: (changes: unknown, self: { disconnect(): void }) => void) => {
  observe(part: object, what: { childList: true; subtree: true }): void;
};

/** Shows what the address names, as soon as it is drawn: the page's script does that when the browser has looked already. */
function showNamed(): void {
  // The page's script puts a slash before what it does not know.
  const name = location.hash.replace(/^#\/?/, '');
  const show = () => {
    const named = document.getElementById(name);
    if (!named) return false;
    const folded = named.closest('details');
    if (folded) folded.open = true;
    named.ariaCurrent = 'true';
    named.scrollIntoView({ block: 'center' });
    return true;
  };
  if (name !== '' && !show())
    new MutationObserver((_, self) => show() && self.disconnect()).observe(document.body, {
      childList: true,
      subtree: true,
    });
}

/** How `/docs` looks and begins. Functions are sent as they stand, and run in the reader's browser. */
export const DOCS_PAGE: SwaggerCustomOptions = {
  customSiteTitle: 'Integration Queue API',
  customCss: LOOK,
  swaggerOptions: {
    validatorUrl: null,
    onComplete: showNamed,
  },
};
