import type { AlertLanguage } from '@integration-queue/shared/alert-choices';
import type { News } from '../sql/find-news.js';
import { ALERT_TEXTS, fill } from './texts.js';

/** A message as a person reads it: one line of subject, and one paragraph a change. */
export interface Message {
  subject: string;
  paragraphs: string[];
}

const PRODUCT = 'Integration Queue';
/** Changes one message names; it counts the rest. */
const MOST_NAMED = 20;
const LONGEST_LINE = 300;

/** Whether a change is worth a message. That something is over is, to whom its beginning was told. */
export function isWorthTelling({ topic, level, wasTold }: News): boolean {
  return topic === 'integration' || level === 'open' || level === 'off' || wasTold;
}

/** One message of all that is new. */
export function compose(news: News[], language: AlertLanguage): Message {
  const texts = ALERT_TEXTS[language];
  const named = news.slice(0, MOST_NAMED).map((one) => [headline(one, language), explanation(one)] as const);
  const rest = news.length - named.length;
  const only = named.length === 1 ? named[0]![0] : fill(texts.several, { count: news.length });
  return {
    subject: oneLine(`${PRODUCT}: ${only}`),
    paragraphs: [
      ...named.map(([head, more]) => [head, more].filter(Boolean).join('\n')),
      ...(rest > 0 ? [fill(texts.more, { count: rest })] : []),
    ],
  };
}

/** A message that says only that it arrived. */
export function composeTest(language: AlertLanguage): Message {
  return { subject: PRODUCT, paragraphs: [ALERT_TEXTS[language].test] };
}

function headline({ topic, level, name, object, message, count }: News, language: AlertLanguage): string {
  const texts = ALERT_TEXTS[language];
  if (topic === 'integration') return fill(level === 'fine' ? texts.recovered : texts.needsAttention, { name });
  if (topic === 'webhook') return fill(level === 'on' ? texts.webhookOn : texts.webhookOff, { name });
  const what = texts.objects[object ?? ''] ?? '';
  return oneLine(
    fill(level === 'over' ? texts.issueOver : texts.issue, {
      name,
      object: what,
      count: count ?? 0,
      message: message ?? '',
    }),
  );
}

function explanation({ topic, level, message, hint }: News): string {
  if (topic === 'issue') return level === 'open' ? (hint ?? '') : '';
  return level === 'needs_attention' ? [message, hint].filter(Boolean).join('. ') : '';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, LONGEST_LINE);
}
