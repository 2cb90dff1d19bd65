import type { Exchange as Said } from '@integration-queue/shared/sync';
import { i18n } from '#i18n';

/** What an entry said to its CRM in one attempt and what it was answered, folded: for those who want to know exactly. */
export function Exchange({ exchange, isOpen, inReceipt }: { exchange: Said; isOpen: boolean; inReceipt: boolean }) {
  const { method, path, sent, answer } = exchange;
  return (
    <details class="exchange" open={isOpen}>
      <summary>{i18n.t('exchange.title')}</summary>
      <p class="raw">
        {method} {path}
      </p>
      {sent !== null && <Text label={i18n.t('exchange.sent')} text={sent} />}
      {sent === null && inReceipt && <p class="muted">{i18n.t('exchange.inReceipt')}</p>}
      {answer !== null && <Text label={i18n.t('exchange.answer')} text={answer} />}
      {answer === null && <p class="muted">{i18n.t('exchange.noAnswer')}</p>}
    </details>
  );
}

/** Long texts scroll, so they can be reached by keyboard. */
function Text({ label, text }: { label: string; text: string }) {
  return (
    <figure>
      <figcaption class="muted">{label}</figcaption>
      <pre tabIndex={0} role="region" aria-label={label}>
        {readable(text)}
      </pre>
    </figure>
  );
}

/** JSON that was cut, and what is none, is shown as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
