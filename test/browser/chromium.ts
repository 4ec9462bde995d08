// The browser of these tests: Chromium as npm brings it, with all that it needs, so that no package of the machine is asked for.
//
// The package @sparticuz/chromium holds Chromium's headless shell, NSS, NSPR and Expat (which Debian has in packages that a bare machine
// lacks) and a font, all compressed. They are unpacked once, beside the package, not under a name in /tmp that anyone could take first.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const modules = join(import.meta.dirname, '..', '..', 'node_modules');
const packed = join(modules, '@sparticuz', 'chromium');

/** Fonts of the machine stand in for signs that the package's own font lacks. */
const fontSettings = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
  <match target="pattern"><test name="family"><string>system-ui</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Open Sans</string></edit></match>
</fontconfig>
`;

/**
 * Starts Chromium: unlike the arguments that come with the package, with its defences between origins on. Beside certificates that all
 * browsers trust it takes those with this public key alone, told by its SHA-256 in base64.
 */
export async function startBrowser(trustedKey: string): Promise<Browser> {
  const folder = await unpacked();
  return await chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: [
      ...['--headless=shell', '--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'],
      `--ignore-certificate-errors-spki-list=${trustedKey}`,
    ],
    env: {
      ...process.env,
      HOME: folder,
      FONTCONFIG_PATH: folder,
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
    },
  });
}

/** The folder with everything unpacked; made whole under another name first, so that two runs never see a half of it. */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'));
  const folder = join(modules, '.cache', `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(join(modules, '.cache'), { recursive: true });
  const making = mkdtempSync(`${folder}-`);
  try {
    await unpackInto(making);
    writeFileSync(join(making, 'fonts.conf'), fontSettings(folder));
    renameSync(making, folder);
  } catch (fault) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw fault;
  }
  return folder;
}

/** The package unpacks into the folder for temporary files alone, which the environment names. */
async function unpackInto(folder: string): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await Promise.all(
      ['chromium.br', 'al2023.tar.br', 'fonts.tar.br'].map((name) => inflate(join(packed, 'bin', name))),
    );
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
