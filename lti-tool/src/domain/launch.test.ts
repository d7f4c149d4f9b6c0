import { describe, expect, it } from 'vitest';
import { faultOfLaunch, isOurLaunchUrl, type LaunchClaims, type LaunchState, originsOf, ownAddress } from './launch.ts';

const NOW = 1_790_000_000_000;
const at = (seconds: number) => NOW / 1000 + seconds;
const LAUNCH_URL = 'https://tool.example/lti/launch';
const login: LaunchState = { issuer: 'https://lms.example', clientId: 'c1', nonce: 'n1', binding: 'b', expiresAt: NOW + 1 };
const claims: LaunchClaims = {
  iss: 'https://lms.example',
  aud: ['c1'],
  sub: 's',
  iat: at(0),
  exp: at(60),
  nonce: 'n1',
  messageType: 'LtiResourceLinkRequest',
  version: '1.3.0',
  deploymentId: 'd1',
  targetLinkUri: LAUNCH_URL,
  roles: [],
  resourceLink: { id: 'l1' },
};
const faultOf = (change: Partial<LaunchClaims>) => faultOfLaunch({ ...claims, ...change }, login, LAUNCH_URL, NOW);

describe('the rule of a launch', () => {
  const edges: [string, Partial<LaunchClaims>, boolean][] = [
    ['iat exactly 60 s ahead', { iat: at(60), exp: at(120) }, true],
    ['iat 61 s ahead', { iat: at(61), exp: at(121) }, false],
    ['iat exactly 60 s behind', { iat: at(-60), exp: at(0) }, true],
    ['iat 61 s behind', { iat: at(-61), exp: at(60) }, false],
    ['exp 59 s ago', { iat: at(-59), exp: at(-59) }, true],
    ['exp 60 s ago', { iat: at(-60), exp: at(-60) }, false],
    ['nbf exactly 60 s ahead', { nbf: at(60) }, true],
    ['nbf 61 s ahead', { nbf: at(61) }, false],
    ['exp before iat', { iat: at(10), exp: at(5) }, false],
  ];
  it.each(edges)('[LA5] to the second: %s', (_name, change, accepted) => {
    expect(faultOf(change) === undefined).toBe(accepted);
  });

  it('[LA4] a token of this login is without fault, and each foreign part is one', () => {
    expect(faultOf({})).toBeUndefined();
    const foreign: Partial<LaunchClaims>[] = [
      { iss: 'https://other.example' },
      { aud: ['c2'] },
      { aud: ['c1', 'c2'] },
      { azp: 'c2' },
      { nonce: 'n2' },
      { version: '1.3' },
      { messageType: 'LtiStartProctoring' },
      { messageType: 'LtiDeepLinkingRequest' },
      { targetLinkUri: 'https://tool.example/lti/launch/x' },
    ];
    for (const change of foreign) expect(faultOf(change), JSON.stringify(change)).toBeTypeOf('string');
  });

  it('[LA8] the launch URL is ours with any query, and nothing that only looks like it', () => {
    expect([LAUNCH_URL, `${LAUNCH_URL}?a=b`, `${LAUNCH_URL}#x`].map((url) => isOurLaunchUrl(url, LAUNCH_URL))).toEqual([true, true, true]);
    const foreign = ['http:', 'https://tool.example', 'https://tool.example.evil/lti/launch', 'https://u@tool.example/lti/launch'];
    const bent = [`${LAUNCH_URL}\n`, ` ${LAUNCH_URL}`, 'https:\\\\tool.example\\lti\\launch', 'https://tool.example/lti/lau\tnch', ''];
    for (const url of [...foreign, ...bent]) expect(isOurLaunchUrl(url, LAUNCH_URL), JSON.stringify(url)).toBe(false);
  });

  it('[LD2] an address of the platform is one of its registered origins', () => {
    const platform = {
      name: 'p',
      issuer: 'https://lms.example/moodle',
      clientId: 'c',
      deploymentIds: [],
      authorizationUrl: 'https://auth.example/a',
      tokenUrl: 'https://token.example/t',
      jwksUrl: 'https://keys.example/k',
      frameOrigins: ['https://learn.example/'],
    };
    expect(originsOf(platform)).toEqual(['https://lms.example', 'https://auth.example', 'https://learn.example']);
    expect(ownAddress('https://learn.example/back?x=1', platform)).toBe('https://learn.example/back?x=1');
    for (const address of [
      'https://token.example/t',
      'http://lms.example/',
      'javascript:1',
      'https://lms.example.evil/',
      '/back',
      undefined,
    ]) {
      expect(ownAddress(address, platform), String(address)).toBeUndefined();
    }
  });
});
