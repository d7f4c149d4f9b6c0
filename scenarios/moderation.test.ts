import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { Person } from './lib/person.ts';
import { rawMediaLink, rawToolLink } from './lib/raw-link.ts';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

const here = story();
let tara: Person;
let sam: Person;
let ada: Person;
/** What Sam's browser was once given for the media, kept as a cheat would keep it. */
let oldPass: { path: string; token: string };

beforeAll(async () => {
  [tara, sam, ada] = await here.arriveThree();
  for (const person of [tara, sam, ada]) await person.joinClass();
  await tara.room.keyboard.press('p');
  await tara.button('order.title').waitFor();
});

interface Sent {
  readonly seatId: string;
  readonly source: string;
  readonly paused: boolean;
}
const isGone = (at: Person, name: string) =>
  until(`${name} to be gone at ${at.name}`, async () => !(await at.tiles()).some((tile) => tile.name === name));
/** The ring of whoever is heard, which follows what reaches the media gateway: cheap to look at, also on a busy machine. */
const hears = (at: Person, of: Person) =>
  at.room.locator(`[data-testid=tile][data-name="${of.name}"][data-speaking]`).waitFor({ timeout: 120_000 });
/** Shown as muted, and nothing of it at the gateway that anybody could receive. */
async function isSilent(at: Person, of: Person): Promise<void> {
  await at.showsMuted(of);
  const seatId = await at.room.evaluate(`__story.seatOf(${JSON.stringify(of.name)})`);
  await until(`no microphone of ${of.name} at the gateway`, async () => {
    const dump = (await at.house.control('node.dump', {})) as { rooms: { media: { producers: Sent[] } | null }[] };
    const sent = dump.rooms.flatMap(({ media }) => media?.producers ?? []);
    return !sent.some((one) => one.seatId === seatId && one.source === 'microphone' && !one.paused);
  });
}
/** In the menu of the people panel. */
async function keepOrder(choice: string): Promise<void> {
  await tara.button('order.title').click();
  await tara.room
    .getByRole('menuitem', { name: words(choice) })
    .first()
    .click();
}
/** The switch shows what the server said; it is clicked again where the wish was lost on a busy machine. */
async function setLock(lock: string, isLocked: boolean): Promise<void> {
  await keepOrder('order.locks');
  const name = words(`order.may.${lock}`);
  await until(
    `${lock} to be ${isLocked ? 'locked' : 'open'}`,
    async () => {
      if ((await tara.room.getByRole('switch', { name }).isChecked()) !== isLocked) return true;
      await tara.room.getByText(name).click();
      return false;
    },
    { everyMs: 2_000 },
  );
  await tara.room
    .getByRole('dialog')
    .getByRole('button', { name: words('common.close') })
    .click();
}
async function about(person: Person, choice: string): Promise<void> {
  await tara.button('order.actionsFor', { name: person.name }).click();
  await tara.room.getByRole('menuitem', { name: words(choice, { name: person.name }) }).click();
}
const tab = () => randomBytes(16).toString('base64url');

it('[MD12] a muted class is silent for everybody, and each may speak again', async () => {
  await hears(tara, sam);
  await keepOrder('order.muteAll');
  await isSilent(tara, sam);
  await isSilent(sam, ada);
  await hears(sam, tara);
  await sam.button('room.unmute').click();
  await hears(tara, sam);
});

it('[MD12] a locked microphone is off at the others, says why, and opens by no message to the media gateway', async () => {
  await setLock('microphone', true);
  await sam.button('order.locked.microphone').click();
  await sam.room.getByText(words('order.locked.microphone')).first().waitFor();
  await tara.showsMuted(sam);
  await isSilent(ada, sam);
  await tara.seesMoving(sam);
  const link = await rawToolLink(sam);
  for (const [name, body] of [
    ['locks.set', { locks: { microphone: false } }],
    ['locks.except', { seatId: await sam.room.evaluate(`__story.seatOf(${JSON.stringify(ada.name)})`), locks: ['microphone'] }],
    ['seats.mute', { source: 'microphone', spare: 'teachers' }],
  ] as const)
    expect([name, await link.wish(name, body)]).toEqual([name, { ok: false, reason: 'forbidden' }]);
  const entered = (await link.wish('room.enter', { tab: tab() })) as { value: { media: typeof oldPass } };
  oldPass = entered.value.media;
  const media = await rawMediaLink(sam.house.toolUrl, oldPass);
  expect(media.refusedBy).toBeUndefined();
  const joined = (await media.wish('media.join', {})) as { value: { send: { id: string }; rights: { produce: string[] } } };
  expect(joined.value.rights.produce).not.toContain('microphone');
  const order = { transportId: joined.value.send.id, paused: false, rtpParameters: {} };
  expect(await media.wish('produce', { ...order, kind: 'audio', source: 'microphone' })).toEqual({ ok: false, reason: 'forbidden' });
  // What is not locked gets further: its parameters are what is wrong.
  expect(await media.wish('produce', { ...order, kind: 'video', source: 'camera' })).toEqual({ ok: false, reason: 'bad-request' });
  media.close();
  link.close();
  await sam.button('over.useHere').click();
  await sam.button('order.locked.microphone').waitFor();
  await tara.seesMoving(sam);
});

it('[MD12] who comes later is locked from the first moment, and an exception opens it for one alone', async () => {
  await ada.button('room.leave').click();
  await isGone(tara, ada.name);
  await ada.button('over.rejoin').click();
  await ada.button('order.locked.microphone').waitFor();
  await about(sam, 'order.free.microphone');
  await sam.button('room.unmute').click();
  await hears(tara, sam);
  await ada.button('order.locked.microphone').waitFor();
});

it("[MD12] students do not see each other's cameras, and the teacher sees all", async () => {
  await ada.seesMoving(sam);
  await setLock('cameras', true);
  await until('no picture of Sam at Ada', async () => !(await ada.tiles()).find((tile) => tile.name === sam.name)?.hasPicture);
  await ada.seesMoving(tara);
  await tara.seesMoving(sam);
  await setLock('cameras', false);
  await ada.seesMoving(sam);
});

it('[MD12] who is removed is out of this session, by any tab, and sees why', async () => {
  await about(ada, 'order.remove');
  await tara.button('order.removeNow').click();
  await ada.room.getByRole('heading', { name: words('over.sent-out') }).waitFor();
  await isGone(tara, ada.name);
  await isGone(sam, ada.name);
  await ada.room.reload();
  await ada.room.getByText(words('reasons.sent-out')).waitFor();
  const link = await rawToolLink(ada);
  expect(await link.wish('room.enter', { tab: tab() })).toEqual({ ok: false, reason: 'sent-out' });
  link.close();
});

it('[BN10] who is banned is out everywhere at once: room, lobby, launch, raw links; and everybody else goes on', async () => {
  const link = await rawToolLink(sam);
  await about(sam, 'order.remove');
  await tara.room.getByText(words('order.from.course')).click();
  await tara.room.getByLabel(words('bans.reason'), { exact: true }).fill('Music over everybody');
  await tara.button('bans.ban').click();
  await sam.room.getByRole('heading', { name: words('over.banned') }).waitFor();
  await isGone(tara, sam.name);
  await sam.course.frameLocator('iframe').getByText(words('reasons.banned')).waitFor();
  await until('the raw link to be closed', async () =>
    link.wish('class.watch', {}).then(
      () => false,
      () => true,
    ),
  );
  expect((await rawMediaLink(sam.house.toolUrl, oldPass)).refusedBy).toBeTruthy();
  const status = await sam.room.evaluate<number>(`fetch('/api/session/restore', { method: 'POST' }).then((answer) => answer.status)`);
  expect(status).toBe(403);
  await isBannedAtLaunch(sam);
  expect((await tara.tiles()).some((tile) => tile.name === tara.name)).toBe(true);
});

async function isBannedAtLaunch(person: Person): Promise<void> {
  await person.course.goto(`${person.house.sandboxUrl}/courses/bio/activities/bio-live/launch?in=window`);
  await until('the polite page', async () => (await person.course.locator('[data-reason="banned"]').count()) > 0);
}

it('[BN10] a restart of the tool changes nothing: the ban stands, the locks hold', async () => {
  await tara.house.child('tool').stop('SIGKILL');
  await tara.house.run('tool');
  await isBannedAtLaunch(sam);
  const ravi = await here.arrive('ravi', { clip: 1 });
  await ravi.joinClass();
  await ravi.button('order.locked.microphone').waitFor();
  await tara.seesMoving(ravi);
  await here.dismiss(ravi);
});

it('[BN10] the ban is in the list with its reason, and lifted there; then the person comes in again', async () => {
  const lobby = await tara.openLobby();
  const ban = lobby.getByTestId('ban').filter({ hasText: sam.name });
  await ban.getByText('Music over everybody').waitFor();
  await ban.getByRole('button', { name: words('bans.liftOf', { name: sam.name }) }).click();
  await until('the ban to be gone', async () => (await ban.count()) === 0);
  // The list above it has just become shorter: a click on its way may miss the button that moves.
  const line = lobby.getByText(words('bans.log.lifted', { by: tara.name, name: sam.name }));
  const show = lobby.getByRole('button', { name: words('bans.showLog') });
  await until(
    'the log of moderation',
    async () => {
      if (await line.isVisible()) return true;
      if (await show.isVisible()) await show.click();
      return false;
    },
    { everyMs: 2_000 },
  );
  await sam.joinClass();
  await tara.seesMoving(sam);
});

it('[MD12] no page threw an error', () => {
  for (const person of [tara, sam, ada]) expect([person.name, person.errors]).toEqual([person.name, []]);
});
