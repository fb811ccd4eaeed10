/** Whether the end of a run is notified: a person's choice, and the browser's leave. */
import { readPreference, writePreference } from './preferences';

const NAME = 'notify';

/** `unknown` where the browser has no notifications. */
export type Leave = NotificationPermission | 'unknown';

export const leaveToNotify = (): Leave => globalThis.Notification?.permission ?? 'unknown';

export const mayNotify = (): boolean => readPreference(NAME) === 'on' && leaveToNotify() === 'granted';

/** @returns what the browser says; it asks the person where that was never done */
export async function setNotifying(on: boolean): Promise<Leave> {
  writePreference(NAME, on ? 'on' : 'off');
  return on && leaveToNotify() === 'default' ? Notification.requestPermission() : leaveToNotify();
}
