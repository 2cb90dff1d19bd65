const GAP = 6;
const EDGE = 8;

/** Puts an open card below what it belongs to, or above where there is more room, and within the window. */
export function placeCard(card: HTMLElement, beside: HTMLElement): void {
  const near = beside.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const isRoomBelow = near.bottom + GAP + height + EDGE <= innerHeight || near.top < innerHeight / 2;
  const top = isRoomBelow ? near.bottom + GAP : near.top - GAP - height;
  card.style.left = `${Math.max(EDGE, Math.min(near.left, innerWidth - width - EDGE))}px`;
  card.style.top = `${Math.max(EDGE, top)}px`;
}
