/**
 * Goes to the line of a CRM field once it is drawn, and gives it the focus: what had it is gone by then, or somebody was
 * led there. Answers whether there is such a line.
 */
export function goToLine(target: string, block: ScrollLogicalPosition = 'nearest'): Promise<boolean> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const line = document.querySelector<HTMLElement>(`[data-target="${CSS.escape(target)}"]`);
      line?.closest('details')?.setAttribute('open', '');
      line?.scrollIntoView({ block });
      line?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
      resolve(line !== null);
    });
  });
}
