import { type AdminSessionView, type PlatformView, Refusal } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import type { AdminApi } from '../links/admin-api.ts';
import { Desk, faultsOf, loginUrlOf } from './desk.ts';
import { Notices } from './notices.ts';

const values = {
  name: 'Biology',
  issuer: 'https://lms.example',
  clientId: 'c-1',
  deploymentId: '1',
  jwksUrl: 'https://lms.example/keys',
  tokenUrl: 'https://lms.example/token',
  authorizationUrl: 'https://lms.example/launch',
};

describe('a platform that is typed in', () => {
  it('[AD28] has every mistyped field named, and none that is well, at the limits too', () => {
    expect(faultsOf(values)).toEqual({});
    expect(faultsOf({ ...values, issuer: '  https://lms.example  ' })).toEqual({});
    expect(faultsOf({ ...values, name: ' ', clientId: '', jwksUrl: 'keys', tokenUrl: 'javascript:1' })).toEqual({
      name: 'missing',
      clientId: 'missing',
      jwksUrl: 'address',
      tokenUrl: 'address',
    });
    expect(faultsOf({ ...values, clientId: 'c'.repeat(255), name: 'n'.repeat(200) })).toEqual({});
    expect(faultsOf({ ...values, clientId: 'c'.repeat(256), name: 'n'.repeat(201) })).toEqual({ clientId: 'long', name: 'long' });
  });

  it('[AD28] has the login address that follows from the site’s own', () => {
    expect(loginUrlOf(' https://lms.example/ ')).toBe('https://lms.example/api/lti_consumer/v1/launch/');
    expect(loginUrlOf('lms')).toBe('');
  });
});

describe('entering the desk', () => {
  const about = {} as AdminSessionView['about'];
  const session = { expiresAt: 1, about };
  const refuse = (reason: 'link-expired' | 'not-signed-in' | 'session-expired' | 'unavailable') => async () => {
    throw new Refusal(reason);
  };
  const desk = (api: Partial<AdminApi>) => new Desk(api as AdminApi, new Notices());
  const platforms = async (): Promise<readonly PlatformView[]> => [];

  it('[AD28] a used link still opens it where the cookie knows the admin, and says that it is over where not', async () => {
    const known = desk({ open: refuse('link-expired'), session: async () => session, platforms });
    await known.enter('code');
    expect(known.state.get()).toMatchObject({ phase: 'in', platforms: [] });
    const stranger = desk({ open: refuse('link-expired'), session: refuse('not-signed-in') });
    await stranger.enter('code');
    expect(stranger.state.get()).toEqual({ phase: 'out', reason: 'link-expired' });
  });

  it('[AD28] a list that cannot be had says so, a list that was there stays, and an end of the session shows', async () => {
    let answer: () => Promise<readonly PlatformView[]> = refuse('unavailable');
    const one = desk({ session: async () => session, platforms: () => answer() });
    await one.enter(undefined);
    expect(one.state.get()).toMatchObject({ phase: 'in', platforms: undefined, trouble: 'unavailable' });
    answer = platforms;
    await one.refresh();
    answer = refuse('unavailable');
    await one.refresh();
    expect(one.state.get()).toMatchObject({ phase: 'in', platforms: [], trouble: undefined });
    answer = refuse('session-expired');
    await one.refresh();
    expect(one.state.get()).toEqual({ phase: 'out', reason: 'session-expired' });
  });
});
