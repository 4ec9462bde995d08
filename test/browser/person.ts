// Somebody at a browser: what they see and type, and everything about the page that they would not notice but must be right.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, ConsoleMessage, Locator, Page, Request } from 'playwright-core';

const pictures = join(import.meta.dirname, '..', '..', '.ci-output', 'screenshots');
const patienceMs = 10_000;
const restMs = 2_000;
const standards: RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
const rulesOfColour: RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

interface RunOnly {
  readonly type: 'tag' | 'rule';
  readonly values: readonly string[];
}

/** A rule of axe, and the places that break it. */
interface Broken {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

export class Person {
  readonly page: Page;
  readonly origin: string;
  /** Errors of the page, violations of its content security policy, requests to elsewhere. */
  readonly faults: string[] = [];
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page, origin: string) {
    this.#context = context;
    this.page = page;
    this.origin = origin;
    page.setDefaultTimeout(patienceMs);
    page.on('pageerror', (fault) => this.faults.push(`error of the page: ${fault.stack ?? fault.message}`));
    page.on('console', (message) => this.#hear(message));
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) this.faults.push(`a request to elsewhere: ${url}`);
    });
  }

  /** A browser profile of their own, as if on another machine. */
  static async sitDown(browser: Browser, origin: string, size = { width: 1280, height: 800 }): Promise<Person> {
    const context = await browser.newContext({
      viewport: size,
      colorScheme: 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      acceptDownloads: true,
    });
    return new Person(context, await context.newPage(), origin);
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(`${this.origin}${path}`);
  }

  /** The bytes that come over the line while something is done, as they are sent: compressed, with their headers. */
  async weigh(doing: () => Promise<void>): Promise<number> {
    const finished: Promise<number>[] = [];
    const hear = (request: Request): void => {
      finished.push(
        request.sizes().then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
      );
    };
    this.#context.on('requestfinished', hear);
    await doing();
    this.#context.off('requestfinished', hear);
    return (await Promise.all(finished)).reduce((sum, size) => sum + size, 0);
  }

  /** Keeps a picture of what is shown now. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    writeFileSync(join(pictures, `${name}.png`), await this.look());
  }

  /** What is shown now, as PNG. */
  async look(): Promise<Buffer> {
    await this.#rest();
    return await this.page.screenshot();
  }

  /** What the page as it is now gets wrong for people who see, hear or move otherwise: in light, and its colours in dark too. */
  async barriers(within?: string): Promise<string[]> {
    await this.page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
    await this.#rest();
    const light = await this.#axe(standards, within);
    await this.#turn('dark');
    const dark = await this.#axe(rulesOfColour, within);
    await this.#turn('light');
    return [...light, ...dark.map((line) => `in the dark: ${line}`)];
  }

  /** As when the machine turns light or dark: the page follows, and is asked again when nothing fades any more. */
  async #turn(colorScheme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
    await this.page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
    await this.#rest();
  }

  /**
   * Until nothing moves or fades but what never ends; what inherits a colour that fades begins to fade later. (`waitForFunction` would need
   * the eval that the page forbids.)
   */
  async #rest(): Promise<void> {
    await this.page.evaluate(`(async () => {
      const fading = () => document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < ${restMs});
      const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      for (await drawn(); fading().length > 0; await drawn())
        await Promise.allSettled(fading().map(({ finished }) => finished));
    })()`);
  }

  /** `within` a part of the page, where the rest was judged before. */
  async expectNoBarrier(where: string, within?: string): Promise<void> {
    const found = await this.barriers(within);
    assert.deepEqual(found, [], `${where}:\n${found.join('\n')}`);
  }

  /** What breaks these rules. axe is brought into a page once; whoever brings it also asks it first. */
  async #axe(runOnly: RunOnly, within = 'body'): Promise<string[]> {
    if (!(await this.page.evaluate("'axe' in window")))
      await new AxeBuilder({ page: this.page }).setLegacyMode(true).withRules('html-has-lang').analyze();
    const wishes = { runOnly, resultTypes: ['violations'], preload: false };
    const broken = await this.page.evaluate<readonly Broken[]>(
      `axe.run(${JSON.stringify(within)}, ${JSON.stringify(wishes)}).then(({ violations }) => violations)`,
    );
    return broken.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id} (${help}): ${target.join(' ')} ${failureSummary}`),
    );
  }

  /** What a refused request writes into the console is not a fault of the page. */
  #hear(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const text = message.text();
    if (/^Failed to load resource: the server responded with a status of 4\d\d/.test(text)) return;
    this.faults.push(`in the console: ${text}`);
  }

  expectNoFault(): void {
    assert.deepEqual(this.faults, []);
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }

  get heading(): Locator {
    return this.page.getByRole('main').getByRole('heading').first();
  }
}
