import { homedir } from 'node:os';
import { join } from 'node:path';
import { ensureClip } from '@liveclass/fixtures/media/clips.ts';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

export const cacheDir = (): string => join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'live-class');

export interface BrowserOptions {
  /** Which camera and microphone: 0, 1, 2. */
  readonly clip?: number;
  readonly look?: 'timecode' | 'plain';
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly blockThirdPartyCookies?: boolean;
  readonly language?: string;
  readonly colorScheme?: 'light' | 'dark';
  /** For an edge whose certificate signs itself. */
  readonly trustAnyCertificate?: boolean;
  /** Runs in every page before its scripts. */
  readonly initScript?: string;
}

/** A browser of one person's own: the camera and microphone files belong to the whole process. */
export async function openBrowser(options: BrowserOptions = {}): Promise<{ browser: Browser; context: BrowserContext }> {
  const clip = await ensureClip(cacheDir(), options.clip ?? 0, options.look);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${clip.video}`,
      `--use-file-for-fake-audio-capture=${clip.audio}`,
      '--auto-select-desktop-capture-source=Entire screen',
      '--auto-accept-this-tab-capture',
      '--autoplay-policy=no-user-gesture-required',
      // Local addresses stay numbers in ICE candidates; without it they are mDNS names that nothing here resolves.
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      ...(options.blockThirdPartyCookies ? ['--test-third-party-cookie-phaseout'] : []),
    ],
  });
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    locale: options.language ?? 'en-GB',
    colorScheme: options.colorScheme ?? 'light',
    ignoreHTTPSErrors: options.trustAnyCertificate ?? false,
  });
  // A machine that is busy with other things is slow, not broken.
  context.setDefaultTimeout(60_000);
  await context.addInitScript({ path: join(import.meta.dirname, 'in-page.js') });
  // The browser's own echo and noise processing would change the sound that is compared with its source.
  await context.addInitScript("try { localStorage.setItem('liveclass.audio', 'raw'); } catch {}");
  if (options.initScript) await context.addInitScript(options.initScript);
  return { browser, context };
}
