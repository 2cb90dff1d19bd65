import { everyHalfMinute } from './clock';
import { absoluteTime, relativeTime } from './time-text';

/** How long ago something was; the tooltip says exactly when. */
export function RelativeTime({ at }: { at: string }) {
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {relativeTime(at, everyHalfMinute.value)}
    </time>
  );
}
