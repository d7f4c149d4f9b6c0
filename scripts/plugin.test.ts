import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '@liveclass/contract';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensurePhp } from './lib/binaries.mjs';
import { pluginZip } from './lib/plugin-zip.mjs';
import { PLUGIN, pluginCalls } from './testing/plugin-calls.ts';

const text = (path: string) => readFileSync(join(PLUGIN, path), 'utf8');
const phpFiles = readdirSync(PLUGIN, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.php'))
  .sort();

let php: string;
beforeAll(async () => {
  php = await ensurePhp();
});

type Outcome = ReturnType<typeof pluginCalls>[number];
const calls = (name: string, method: string, ...lists: unknown[][]) => pluginCalls(php, name, method, ...lists);
const call = (name: string, method: string, ...list: unknown[]): Outcome => calls(name, method, list)[0] as Outcome;

const NOW = 1_800_000_000;
const ENDPOINT = 'https://moodle.example/local/liveclass/publish.php';
const recording = { id: 'rec_A-1', title: 'Cells <b>&', startedAt: 1_799_990_000_123, durationMs: 61_500, visible: true };
const good = {
  iss: 'client-1',
  aud: ENDPOINT,
  iat: NOW,
  exp: NOW + 60,
  jti: 'x'.repeat(16),
  deployment_id: '7',
  context_id: '2',
  resource_link_id: '5',
  user_id: '3',
  action: 'publish',
  recording,
};
/** What becomes of a message with these changes. */
const judged = (...changes: Record<string, unknown>[]): Outcome[] =>
  calls('material_message', 'from_claims', ...changes.map((change) => [{ ...good, ...change }, 'client-1', ENDPOINT, 7, NOW]));
const judgedRecording = (...changes: Record<string, unknown>[]) =>
  judged(...changes.map((change) => ({ recording: { ...recording, ...change } })));

describe('a message about a recording', () => {
  it('[MO1] is taken as the tool sends it, and says who, where and what', () => {
    expect(judged({})[0]?.value).toEqual({
      jti: good.jti,
      expires: good.exp,
      courseid: 2,
      activityid: 5,
      userid: 3,
      action: 'publish',
      recordingid: recording.id,
      title: recording.title,
      startedat: 1_799_990_000,
      duration: 61,
      visible: true,
      groupid: null,
    });
    for (const { refused, fault } of judged({ action: 'update' }, { action: 'unpublish' })) expect(refused ?? fault).toBeUndefined();
  });

  it('[MO2] is refused unless it comes from our tool and was meant for this address and deployment', () => {
    const foreign = [{ iss: 'client-2' }, { iss: undefined }, { iss: ['client-1'] }, { aud: `${ENDPOINT}/` }, { aud: [ENDPOINT] }];
    for (const { status } of judged(...foreign)) expect(status).toBe(401);
    for (const { status } of judged({ deployment_id: '8' }, { deployment_id: 7 })) expect(status).toBe(403);
    // A site that is not paired has no client id, and a message without one is none of its tool.
    expect(call('material_message', 'from_claims', { ...good, iss: '' }, '', ENDPOINT, 7, NOW).status).toBe(401);
  });

  it('[MO3] lives a minute by its own word, and clocks may differ by a minute', () => {
    const fine = [
      { iat: NOW + 60, exp: NOW + 61 },
      { iat: NOW - 119, exp: NOW - 59 },
    ];
    for (const { refused, fault } of judged(...fine)) expect(refused ?? fault).toBeUndefined();
    const bad = [
      { exp: NOW + 61 },
      { exp: NOW },
      { exp: undefined },
      { iat: undefined },
      { iat: `${NOW}` },
      { iat: NOW + 61, exp: NOW + 62 },
      { iat: NOW - 120, exp: NOW - 60 },
    ];
    for (const { status } of judged(...bad)) expect(status).toBe(401);
  });

  it('[MO4] is refused with a malformed id, and a recording id cannot bring custom parameters of its own', () => {
    const bad = [
      { jti: 'short' },
      { jti: 'x'.repeat(65) },
      { context_id: '0' },
      { context_id: '2 ' },
      { user_id: 3 },
      { action: 'delete' },
    ];
    for (const { status } of judged(...bad, { recording: null })) expect(status).toBe(400);
    const recordings = [{ id: 'a\nrole=Instructor' }, { id: 'a\n' }, { id: 'a;b' }, { id: '' }, { id: 'a'.repeat(65) }];
    for (const { refused } of judgedRecording(...recordings)) expect(refused).toBe('bad-request id');
    const shapes = [{ visible: 1 }, { startedAt: -1 }, { durationMs: '60' }, { title: 'x'.repeat(LIMITS.titleChars + 1) }, { title: null }];
    for (const { status } of judgedRecording(...shapes)) expect(status).toBe(400);
    for (const { refused } of judgedRecording({ id: 'a'.repeat(64) }, { title: 'ص'.repeat(LIMITS.titleChars) }, { title: '' }))
      expect(refused).toBeUndefined();
  });

  it('[MO5] is refused as anything but a compact JWS with RS256 and a key id, whatever its size', () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const jws = (header: unknown, payload: unknown = good) => `${part(header)}.${part(payload)}.c2ln`;
    const [fine, ...others] = calls(
      'compact_jws',
      'claims',
      [jws({ alg: 'RS256', kid: 'k' })],
      ...[{ alg: 'none', kid: 'k' }, { alg: 'HS256', kid: 'k' }, { alg: 'RS256' }, { alg: 'RS256', kid: 1 }].map((header) => [jws(header)]),
    );
    expect(fine?.value).toEqual(JSON.parse(JSON.stringify(good)));
    expect(others.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    const odd = [
      '',
      'a.b',
      'a.b.c.d',
      `${jws({ alg: 'RS256', kid: 'k' })}\n`,
      jws(null),
      jws([1]),
      jws({ alg: 'RS256', kid: 'k' }, 'text'),
    ];
    for (const { status } of calls('compact_jws', 'claims', ...odd.map((one) => [one]))) expect(status).toBe(400);
    expect(call('compact_jws', 'claims', 'a'.repeat(65_537)).status).toBe(413);
  });
});

describe('a message about a plan', () => {
  const HOUR = 3_600_000;
  const meetings = [
    { startsAt: 1_800_003_600_500, endsAt: 1_800_003_600_500 + HOUR },
    { startsAt: 1_800_608_400_000, endsAt: 1_800_608_400_000 + 2 * HOUR },
  ];
  const plan = { revision: 1_800_000_000_123, title: 'Biology', meetings };
  const claims = { ...good, action: 'plan', recording: undefined, plan };
  const judgedPlan = (...changes: Record<string, unknown>[]): Outcome[] =>
    calls('plan_message', 'from_claims', ...changes.map((change) => [{ ...claims, ...change }, 'client-1', ENDPOINT, 7, NOW]));
  const planOf = (change: Record<string, unknown>) => ({ plan: { ...plan, ...change } });

  it('[MO35] says of all meetings to come when they start and how long they are, and how new it is', () => {
    expect(judgedPlan({})[0]?.value).toMatchObject({
      activityid: 5,
      userid: 3,
      saidat: NOW,
      revision: plan.revision,
      meetings: { 1800003600: 3_600, 1800608400: 7_200 },
    });
    expect(judgedPlan(planOf({ meetings: [], title: '' }))[0]?.value).toMatchObject({ meetings: [] });
  });

  it('[MO35] believes no more than a message about a recording, and nothing malformed, at the limits and beyond', () => {
    for (const { status } of judgedPlan({ iss: 'client-2' }, { aud: 'x' }, { exp: NOW + 61 }, { iat: NOW - 120, exp: NOW - 60 }))
      expect(status).toBe(401);
    const at = (startsAt: unknown, endsAt: unknown) => planOf({ meetings: [{ startsAt, endsAt }] });
    const many = (length: number) =>
      planOf({ meetings: Array.from({ length }, (_, index) => ({ startsAt: (index + 1) * HOUR, endsAt: (index + 2) * HOUR })) });
    const bad = [{ plan: null }, { action: 'publish' }, planOf({ revision: -1 }), planOf({ revision: '5' }), planOf({ meetings: null })];
    const odd = [
      planOf({ meetings: { a: 1 } }),
      planOf({ meetings: [5] }),
      planOf({ title: 'x'.repeat(LIMITS.titleChars + 1) }),
      planOf({ title: null }),
    ];
    const times = [at(5_000, 5_999), at(0, 5_000), at('1', 5_000), at(1_000, -1), at(1_000, 25 * HOUR), many(LIMITS.calendarMeetings + 1)];
    for (const { status, fault } of judgedPlan(...bad, ...odd, ...times)) expect([status, fault]).toEqual([400, undefined]);
    const fine = [many(LIMITS.calendarMeetings), at(5_000, 6_000), at(HOUR, HOUR + LIMITS.meetingMaxMinutes * 60_000)];
    for (const { refused, fault } of judgedPlan(...fine)) expect(refused ?? fault).toBeUndefined();
  });
});

describe('a recording in the course', () => {
  const claims = [good, 'client-1', ENDPOINT, 7, NOW];
  it('[MO6] is an activity of our type with its id, the restrictions of its class, and no grade', () => {
    const availability = '{"op":"&","c":[{"type":"group","id":4}],"showc":[false]}';
    expect(call('recording_module', 'fields', claims, 7, 3, availability, 'intro').value).toMatchObject({
      modulename: 'lti',
      course: 2,
      section: 3,
      visible: 1,
      name: recording.title,
      cmidnumber: 'liveclass-rec-rec_A-1',
      availability,
      typeid: 7,
      instructorcustomparameters: 'recording_id=rec_A-1',
      instructorchoiceacceptgrades: 0,
      grade: 0,
    });
  });
  it('[MO7] is known again by its id number alone', () => {
    const ids = ['liveclass-rec-a_B-9', null, '', 'liveclass-rec-', 'liveclass-rec-a b', 'my-liveclass-rec-a', 'liveclass-rec-a\n'];
    const found = calls('recording_module', 'recording_of', ...ids.map((id) => [id])).map(({ value }) => value);
    expect(found).toEqual(['a_B-9', null, null, null, null, null, null]);
  });
});

describe('the tool', () => {
  const url = 'https://class.example';
  const about = {
    product: 'live-class',
    version: '1.2.3',
    now: 1_800_000_000_999,
    loginUrl: `${url}/lti/login`,
    launchUrl: `${url}/lti/launch`,
    keysUrl: `${url}/lti/keys`,
    iconUrl: `${url}/icon.svg`,
    pairUrl: `${url}/lti/pair`,
    messagesUrl: `${url}/lti/messages`,
  };
  const { product: _product, version: _version, now: _now, ...addresses } = about;

  it('[MO8] is found under whatever an admin pastes, and under nothing that is no web address', () => {
    const pasted = ['https://Class.Example/lti/launch?x=1', ' https://class.example:443 ', 'http://127.0.0.1:8080/', 'https://[::1]:8443'];
    const origins = calls('tool_about', 'origin_of', ...pasted.map((one) => [one])).map(({ value }) => value);
    expect(origins).toEqual([url, url, 'http://127.0.0.1:8080', 'https://[::1]:8443']);
    const odd = [
      '',
      'class.example',
      'ftp://class.example',
      'https://',
      'https://me:secret@class.example',
      'javascript:alert(1)',
      'https://a b',
    ];
    for (const { value } of calls('tool_about', 'origin_of', ...odd.map((one) => [one]))) expect(value).toBeNull();
  });

  it('[MO9] cannot send people or messages to another host than the one the admin named', () => {
    expect(call('tool_about', 'from_json', JSON.stringify(about), url).value).toEqual({ version: '1.2.3', now: 1_800_000_000, addresses });
    const odd = Object.keys(addresses).flatMap((name) =>
      ['https://evil.example/x', `${url}.evil.example/x`, '', undefined].map((address) => JSON.stringify({ ...about, [name]: address })),
    );
    const strange = ['', 'null', '[]', JSON.stringify({ ...about, product: 'other' }), JSON.stringify({ ...about, now: 'soon' })];
    for (const { value } of calls('tool_about', 'from_json', ...[...odd, ...strange].map((one) => [one, url]))) expect(value).toBeNull();
  });

  it('[MO10] stands in the chooser, opens a window of its own, and leaves grades to each activity', () => {
    expect(call('type_settings', 'row', addresses).value).toMatchObject({ baseurl: about.launchUrl, state: 1, coursevisible: 2 });
    expect(call('type_settings', 'values', addresses, true, false).value).toMatchObject({
      keytype: 'JWK_KEYSET',
      publickeyset: about.keysUrl,
      redirectionuris: about.launchUrl,
      coursevisible: 2,
      launchcontainer: 4,
      contentitem: 1,
      sendname: 1,
      sendemailaddr: 0,
      acceptgrades: 2,
      ltiservice_memberships: 1,
      ltiservice_gradesynchronization: 2,
    });
  });

  it('[MO11] is noticed to be set up otherwise, also by a custom parameter that would stand in for every recording', () => {
    const wanted = { launchcontainer: 4, sendname: 1, icon: 'a' };
    const actual = { launchcontainer: '3', sendname: '1', other: 'x' };
    expect(call('type_settings', 'drift', wanted, actual).value).toEqual(['launchcontainer', 'icon']);
    expect(call('type_settings', 'drift', wanted, { launchcontainer: '4', sendname: '1', icon: 'a' }).value).toEqual([]);
    expect(call('type_settings', 'without_recording', 'a=1\nRecording_ID = x\r\nb=2').value).toBe('a=1\nb=2');
  });

  it('[MO12] is tried again after a minute, then twice as long each time, six hours at most; an answer is no reason to', () => {
    const waits = calls('retry', 'wait', ...[1, 2, 3, 9, 10, 60].map((attempts) => [attempts])).map(({ value }) => value);
    expect(waits).toEqual([60, 120, 240, 15_360, 21_600, 21_600]);
    const statuses = [0, 408, 425, 429, 500, 503, 400, 401, 403, 404].map((status) => [status]);
    expect(calls('retry', 'may_pass', ...statuses).map(({ value }) => value)).toEqual([...Array(6).fill(true), ...Array(4).fill(false)]);
    // A site may be paused for a while, or its clock be wrong; what is wrong with the message stays wrong.
    const final = [400, 404, 413, 422, 401, 403, 429, 503, 0].map((status) => [status]);
    expect(calls('retry', 'is_final', ...final).map(({ value }) => value)).toEqual([...Array(4).fill(true), ...Array(5).fill(false)]);
  });
});

describe('the plugin as it is delivered', () => {
  it('[MO13] every PHP file is sound, is licensed, and says which plugin it belongs to', () => {
    expect(phpFiles.length).toBeGreaterThan(30);
    for (const path of phpFiles) {
      const { status, stdout, stderr } = spawnSync(php, ['-l', join(PLUGIN, path)], { encoding: 'utf8' });
      expect([path, status, status === 0 ? '' : stdout + stderr]).toEqual([path, 0, '']);
      expect(text(path).startsWith('<?php\n// This file is part of Moodle - ')).toBe(true);
      expect([path, text(path)]).toEqual([path, expect.stringContaining('@package    local_liveclass')]);
    }
  });

  it('[MO14] the zip holds what Moodle wants, and nothing of the workshop', () => {
    const entries = unzipSync(pluginZip());
    const names = Object.keys(entries);
    for (const wanted of [
      'version.php',
      'lang/en/',
      'lang/en/local_liveclass.php',
      'db/install.xml',
      'settings.php',
      'backup/moodle2/backup_local_liveclass_plugin.class.php',
      'backup/moodle2/restore_local_liveclass_plugin.class.php',
      'README.md',
      'LICENSE',
    ])
      expect(names).toContain(`liveclass/${wanted}`);
    expect(names.filter((name) => !name.startsWith('liveclass/'))).toEqual([]);
    expect(names.filter((name) => /liveclass\/checks\/|tests?\/|node_modules|\.(?:ts|json|zip)$|\/\./.test(name))).toEqual([]);
    for (const path of phpFiles.filter((one) => !one.startsWith('checks/')))
      expect(Buffer.from(entries[`liveclass/${path}`] ?? []).toString()).toBe(text(path));
    expect(Buffer.from(pluginZip())).toEqual(Buffer.from(pluginZip()));
  });

  it('[MO14] version.php says what Moodle it is for', () => {
    const version = text('version.php');
    for (const [name, value] of Object.entries({ component: "'local_liveclass'", requires: '2024100700', supported: '[405, 503]' }))
      expect(version).toContain(`$plugin->${name} = ${value};`);
    expect(version).toMatch(/\$plugin->version = 20\d{8};/);
  });

  it('[MO15] every word for people is there in English and Arabic, and none is missing or left over', () => {
    const strings = (language: string) =>
      new Map(
        [...text(`lang/${language}/local_liveclass.php`).matchAll(/^\$string\['([^']+)'\] = '(.+)';$/gm)].map((match) => [
          match[1],
          match[2],
        ]),
      );
    const [english, arabic] = [strings('en'), strings('ar')];
    expect([...arabic.keys()]).toEqual([...english.keys()]);
    expect([...english.keys()]).toEqual([...english.keys()].sort());
    const holes = (value = '') => [...value.matchAll(/\{\$a[^}]*\}/g)].map(String).sort();
    for (const [name, value] of english) expect([name, holes(arabic.get(name))]).toEqual([name, holes(value)]);
    const code = phpFiles
      .filter((path) => !path.startsWith('lang/'))
      .map(text)
      .join('\n');
    const asked = [...code.matchAll(/(?:get_string|new lang_string)\('([a-z_:]+)', 'local_liveclass'/g)].map((match) => match[1]);
    expect(asked.length).toBeGreaterThan(25);
    expect(asked.filter((name) => !english.has(name))).toEqual([]);
    const states = ['ok', 'warn', 'fail'].map((state) => `state:${state}`);
    const lines = [...code.matchAll(/self::line\('([a-z]+)'/g)].map((match) => `check:${match[1]}`);
    const problems = [...code.matchAll(/self::problem\((?:[^,]*\? )?'([a-z]+)'/g)].map((match) => `problem:${match[1]}`);
    const fields = [...code.matchAll(/addHelpButton\([^,]+, '([^']+)'/g)].flatMap(([, name]) => [String(name), `${name}_help`]);
    const faults = [...code.matchAll(/\$faults\[[^\]]+\] = '([a-z]+)'/g)].map((match) => `fault:${match[1]}`);
    const numbers = [...code.matchAll(/add_(?:number|choice)\(\$mform, '([a-z]+)'/g)].map((match) => `field:${match[1]}`);
    expect([fields.length, faults.length, numbers.length].every((count) => count > 4)).toBe(true);
    expect([...states, ...lines, ...problems, ...fields, ...faults, ...numbers].filter((name) => !english.has(name))).toEqual([]);
  });
});
