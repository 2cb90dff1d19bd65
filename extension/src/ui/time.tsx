import { everyHalfMinute } from './clock';
import { absoluteTime, relativeTime } from './time-text';

/** How long ago something was; the tooltip says exactly when, and is written when it is pointed at. */
export function RelativeTime({ at }: { at: string }) {
  return (
    <time dateTime={at} onPointerEnter={({ currentTarget }) => (currentTarget.title = absoluteTime(at))}>
      {relativeTime(at, everyHalfMinute.value)}
    </time>
  );
}
