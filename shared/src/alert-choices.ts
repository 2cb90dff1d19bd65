/** Where an alert goes: e-mail addresses, or an incoming webhook as Slack, Mattermost and Rocket.Chat have it. */
export const ALERT_KINDS = ['email', 'slack'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What an alert is about: integrations that need attention or work again, new causes of failure, webhooks switched off. */
export const ALERT_TOPICS = ['integration', 'issue', 'webhook'] as const;
export type AlertTopic = (typeof ALERT_TOPICS)[number];

/** How often at most: as it happens, or gathered for each hour or day (07:00 UTC). */
export const ALERT_PACES = ['at_once', 'hourly', 'daily'] as const;
export type AlertPace = (typeof ALERT_PACES)[number];

export const ALERT_LANGUAGES = ['de', 'en', 'nl'] as const;
export type AlertLanguage = (typeof ALERT_LANGUAGES)[number];

export const MOST_ALERTS = 20;
export const MOST_ALERT_EMAILS = 10;
