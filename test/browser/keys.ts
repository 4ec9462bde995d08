// A person without a mouse: every control is reached by Tab and worked by keys.

import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

const mostTabs = 400;

/** Goes to the control by Tab alone; fails when it cannot be reached. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await control.first().waitFor();
  for (let tabs = 0; tabs < mostTabs; tabs += 1) {
    if (await hasFocus(control.first())) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`not reached by Tab: ${control}`);
}

export const hasFocus = (control: Locator): Promise<boolean> =>
  control.evaluate((element: { matches: (selector: string) => boolean }) => element.matches(':focus'));

export async function press(page: Page, control: Locator): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press('Enter');
}

/** Types into a field; what stood there is replaced. */
export async function type(page: Page, control: Locator, text: string): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}
