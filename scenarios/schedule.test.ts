import { expect, it } from 'vitest';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

const here = story();

it('[SC5] what a teacher plans stands in a student’s lobby at once, and still after the tool was started again', async () => {
  const tara = await here.arrive('tara', { clip: 0 });
  const sam = await here.arrive('sam', { clip: 1 });
  const [desk, lobby] = [await tara.openLobby('Office hours'), await sam.openLobby('Office hours')];
  await lobby.getByText(words('lobby.notLive')).waitFor();
  expect(await lobby.getByText(words('plan.title')).count()).toBe(0);
  await desk.getByRole('button', { name: words('plan.make') }).click();
  // The form offers the next full hour; only what is to be different is chosen.
  await desk.getByText(words('plan.isWeekly')).click();
  await desk.getByText(/^10 classes\./).waitFor();
  await desk.getByRole('button', { name: words('plan.save') }).click();
  await lobby.getByTestId('next-meeting').waitFor();
  await desk.getByText(/^Every /).waitFor();
  const told = await lobby.getByTestId('next-meeting').innerText();
  await tara.house.child('tool').stop('SIGKILL');
  await tara.house.run('tool');
  const again = await sam.openLobby('Office hours');
  await until('the plan after the restart', async () => {
    const now = await again.getByTestId('next-meeting').innerText();
    // The minutes that are left may have changed meanwhile; the day and the hours may not.
    return now.split('\n').slice(1).join() === told.split('\n').slice(1).join();
  });
  const over = await tara.openLobby('Office hours');
  await over.getByRole('button', { name: words('plan.change') }).click();
  await over.getByRole('button', { name: words('plan.remove') }).click();
  await again.getByText(words('lobby.notLive')).waitFor();
});

it('[SC19] what a teacher plans stands among the coming meetings on the course’s page, also after the course was away, and goes with the plan', async () => {
  const tara = await here.arrive('tara', { clip: 0 });
  const desk = await tara.openLobby('Office hours');
  const course = await tara.context.newPage();
  // Chromium loses clicks into a frame of a tab behind; the course's page is only looked at.
  await tara.course.bringToFront();
  const coming = async () => {
    await course.goto(`${tara.house.sandboxUrl}/courses/bio`);
    return course.getByTestId('meeting').count();
  };
  const away = (wish: object) =>
    fetch(`${tara.house.sandboxUrl}/_sandbox/misbehave`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sandbox-control': '1' },
      body: JSON.stringify(wish),
    });
  await away({ materials: 'fail' });
  await desk.getByRole('button', { name: words('plan.make') }).click();
  await desk.getByText(words('plan.isWeekly')).click();
  await desk.getByRole('button', { name: words('plan.save') }).click();
  await desk.getByText(/^Every /).waitFor();
  await away({});
  await until('the coming meetings', async () => (await coming()) === 5, { timeoutMs: 60_000, everyMs: 500 });
  await desk.getByRole('button', { name: words('plan.change') }).click();
  await desk.getByRole('button', { name: words('plan.remove') }).click();
  await until('the calendar to be empty', async () => (await coming()) === 0, { timeoutMs: 60_000, everyMs: 500 });
});

it('[SC6] a class that is recorded from the start is recorded when its teacher comes in, and asks everybody before', async () => {
  const tara = await here.arrive('tara', { clip: 0 });
  const sam = await here.arrive('sam', { clip: 1 });
  const [desk, lobby] = [await tara.openLobby(), await sam.openLobby()];
  await desk.getByText(words('plan.recordFromStart')).click();
  for (const person of [lobby, desk]) {
    await person.getByText(words('consent.titleBefore')).waitFor();
    await person.getByText(words('consent.check')).click();
  }
  await sam.enter(lobby);
  await tara.enter(desk);
  for (const { room } of [tara, sam]) await room.getByText(words('recording.badge'), { exact: false }).first().waitFor();
  // Who said yes in the lobby is not asked again.
  expect(await sam.room.getByText(words('consent.titleStarted')).count()).toBe(0);
  await tara.room.reload();
  await tara.room.getByText(words('recording.badge'), { exact: false }).first().waitFor();
  expect((await desk.getByTestId('recording').count()) <= 1).toBe(true);
});
