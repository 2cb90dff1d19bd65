/** Outlines on a 16 px grid, drawn with a 1.5 px line. */
const PATHS = {
  back: 'M10 3 5 8l5 5',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  chevron: 'm6 3 5 5-5 5',
  clock: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2m0 2.8V8l2.2 1.6',
  close: 'm4 4 8 8m0-8-8 8',
  down: 'm4 6 4 4 4-4',
  edit: 'm3 13 .6-2.6L11 3l2 2-7.4 7.4zM9.6 4.4l2 2',
  error: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2m0 2.9v3.6m0 2.4v.2',
  expand: 'M9.5 2.5h4v4m0-4-5 5m-2 6h-4v-4m0 4 5-5',
  external: 'M9 3h4v4m0-4L7.5 8.5M11 9.5V13H3V5h3.5',
  gear: 'M8 5.9a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2M7 2h2l.4 1.7 1.2.5 1.5-.9 1.4 1.4-.9 1.5.5 1.2L14 7v2l-1.7.4-.5 1.2.9 1.5-1.4 1.4-1.5-.9-1.2.5L9 14H7l-.4-1.7-1.2-.5-1.5.9-1.4-1.4.9-1.5-.5-1.2L2 9V7l1.7-.4.5-1.2-.9-1.5 1.4-1.4 1.5.9 1.2-.5z',
  keyboard: 'M2 4.5h12v7H2zM4.5 7h.1m2.3 0H7m2.3 0h.1m2.2 0h.1M5 9.3h6',
  offline:
    'm2.5 2.5 11 11M5.2 9.2a4 4 0 0 1 3.2-1.1m2.5 1.3M3 6.8a7.5 7.5 0 0 1 2.6-1.5M8 4.6a7.5 7.5 0 0 1 5 2.2m-5 5.5v.1',
  pause: 'M5.5 3.5v9m5-9v9',
  play: 'm5 3 7.5 5L5 13z',
  plug: 'M6 2v3m4-3v3M4.5 5h7v2.5a3.5 3.5 0 0 1-7 0zM8 11v3',
  processing:
    'M13.3 6.5A5.6 5.6 0 0 0 3.2 5.2L2.5 6.5m0-3.6v3.6h3.4M2.7 9.5a5.6 5.6 0 0 0 10.1 1.3l.7-1.3m0 3.6V9.5h-3.4',
  redo: 'm10.5 3 3 3-3 3M13 6H6a3.5 3.5 0 0 0 0 7h2.5',
  retry: 'M13.3 9.2A5.5 5.5 0 1 1 12 4.1l1.5 1.6m0-3.4v3.4h-3.4',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9m3.3 7.8 3.2 3.2',
  send: 'M14 2 7 9m7-7-4.5 12L7 9 2 6.5z',
  undo: 'M5.5 3 2.5 6l3 3M3 6h7a3.5 3.5 0 0 1 0 7H7.5',
  warning: 'M8 2.3 14.3 13H1.7zM8 6.3v3.2m0 1.9v.1',
} as const;
export type IconName = keyof typeof PATHS;

/** A decorative icon in the colour of the text around it; what it means is said in words beside it or by its button. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
