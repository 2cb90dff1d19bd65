import { i18n } from '#i18n';
import { localeFor } from '@/platform/locale';

/** The language our texts are shown in (`en`, `de`, `nl`), and the locale for dates and numbers beside them. */
export const language = i18n.t('language');
export const locale = localeFor(language);

const integer = new Intl.NumberFormat(locale);

/** A whole number as people read it, like `1,204`. */
export const formatNumber = (value: number): string => integer.format(value);
