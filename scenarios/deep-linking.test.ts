import { expect, it } from 'vitest';
import { story } from './lib/story.ts';
import { until } from './lib/until.ts';
import { words } from './lib/words.ts';

const here = story();

it('[ST9] a teacher adds a live class from the course, and it opens', async () => {
  const tara = await here.arrive('tara', { clip: 0 });
  await tara.course.goto(`${tara.house.sandboxUrl}/courses/bio`);
  await tara.course.getByRole('link', { name: 'Add activity' }).click();
  const picker = await until('the picker in the frame', () => {
    const frame = tara.course.frame({ name: 'tool' });
    return frame && /\/pick/.test(frame.url()) ? frame : undefined;
  });
  await picker.getByRole('textbox', { name: words('pick.name') }).fill('Weekly seminar');
  await picker.getByRole('button', { name: words('pick.add'), exact: true }).click();
  await tara.course.getByRole('link', { name: 'Weekly seminar', exact: true }).waitFor();
  const lobby = await tara.openLobby('Weekly seminar');
  await lobby.getByRole('heading', { name: 'Weekly seminar' }).waitFor();
  await lobby.getByRole('button', { name: words('lobby.start') }).waitFor();
  expect(tara.errors).toEqual([]);
});
