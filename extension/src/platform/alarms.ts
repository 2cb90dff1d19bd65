import { browser } from 'wxt/browser';

/** Runs `ring` every `minutes` (at least 0.5), also after the worker was ended. Alarms may be lost at a restart. */
export function keepAlarm(name: string, minutes: number, ring: () => void): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === name) ring();
  });
  void browser.alarms.get(name).then((alarm) => {
    if (!alarm) return browser.alarms.create(name, { periodInMinutes: minutes });
  });
}
