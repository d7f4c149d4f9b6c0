import type { PlatformView } from '@liveclass/contract';
import type { DeskState } from '../src/models/desk.ts';
import { Watched } from '../src/watched.ts';

const wish = new URLSearchParams(location.search);
const resolved = async (): Promise<void> => undefined;
const now = Date.now();

const aPlatform = (index: number, part: Partial<PlatformView>): PlatformView => ({
  id: `platform-${index}`,
  name: 'Riverside school',
  issuer: 'https://moodle.riverside.example',
  clientId: 'Yx8Qm2Lk0pV',
  state: 'active',
  deploymentIds: ['3'],
  lastLaunchAt: now - 3_600_000,
  takesRecordings: true,
  allowsGuests: true,
  plugin: { component: 'local_liveclass', version: '2026112400', platform: 'Moodle 4.5.6 (Build: 20250811)' },
  ...part,
});

const blank = {
  takesRecordings: false,
  allowsGuests: false,
  lastLaunchAt: undefined,
  plugin: undefined,
} as unknown as Partial<PlatformView>;
const platforms: PlatformView[] = [
  aPlatform(0, {}),
  aPlatform(1, { ...blank, name: 'lms.hills.example', issuer: 'https://lms.hills.example', state: 'pending', deploymentIds: [] }),
  aPlatform(2, {
    ...blank,
    name: 'جامعة الوادي: الأحياء 101',
    issuer: 'https://courses.valley-university.example/with/a/path/that/is/rather/long',
    clientId: '5b1f1d0a-6c0e-4b0e-9a35-0f7c6c1d2e3f',
    deploymentIds: ['1'],
    state: 'paused',
  }),
];

const origin = 'https://live.school.example';
const about = {
  product: 'live-class' as const,
  version: '0.1.0',
  now,
  loginUrl: `${origin}/lti/login`,
  launchUrl: `${origin}/lti/launch`,
  keysUrl: `${origin}/lti/keys`,
  iconUrl: `${origin}/lti/static/icon.svg`,
  pairUrl: `${origin}/lti/pair`,
  messagesUrl: `${origin}/lti/messages`,
};

function stateWished(): DeskState {
  if (wish.has('expired')) return { phase: 'out', reason: 'session-expired' };
  if (wish.has('down')) return { phase: 'in', about, platforms: undefined, trouble: 'unavailable' };
  return { phase: 'in', about, platforms: wish.has('empty') ? [] : platforms, trouble: undefined };
}

/** The admin's desk with made-up course sites. */
export const madeUpDesk = () => ({
  state: new Watched(stateWished()),
  enter: resolved,
  refresh: resolved,
  change: resolved,
  remove: resolved,
  rotateKeys: resolved,
  signOut: resolved,
  add: async () => 'lms-unreachable' as const,
  invite: async (kind: string) => {
    const code = 'pXkQ3vJ8m1dYt6Rz0aWc5bLh2nGf4sEu7iOqKxTyZvM';
    return { code, expiresAt: now + 3_600_000, ...(kind === 'registration' ? { url: `${origin}/lti/register?invitation=${code}` } : {}) };
  },
});
