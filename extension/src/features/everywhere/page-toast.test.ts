import { showPageToast } from './page-toast';

it('is a region that screen readers know of before it says anything', async () => {
  jest.useFakeTimers();
  CSSStyleSheet.prototype.replaceSync = () => undefined;
  const attach = Element.prototype.attachShadow;
  let root: ShadowRoot | undefined;
  jest.spyOn(Element.prototype, 'attachShadow').mockImplementation(function (this: Element, init) {
    return (root = attach.call(this, init));
  });
  const toast = { text: 'Harbor is on its way', action: 'Undo', close: 'Close', isFailure: false, language: 'en' };
  const chosen = showPageToast(toast);
  const region = root?.querySelector('[role=status]');
  expect([region?.isConnected, region?.textContent]).toEqual([true, 'Undo×']);
  await jest.advanceTimersByTimeAsync(200);
  expect(region?.textContent).toBe('Harbor is on its wayUndo×');
  region?.querySelector('button')?.click();
  expect(await chosen).toBe(true);
});
