import { writeFileSync } from 'node:fs';
import type { Frame, Page } from 'playwright-core';
import { type OpenEdx, type OpenEdxRegistration, startOpenEdx } from '../../scripts/testing/open-edx.mjs';
import type { House } from './house.ts';
import type { Person } from './person.ts';
import { until } from './until.ts';
import { words } from './words.ts';

/** Registers those blocks with the tool by its platforms file, as an operator does; resolves when the tool knows all of them. */
export async function register(house: House, file: string, registrations: readonly OpenEdxRegistration[]): Promise<void> {
  writeFileSync(file, JSON.stringify(registrations));
  const login = ({ issuer, clientId }: OpenEdxRegistration) => {
    const target_link_uri = `${house.toolUrl}/lti/launch`;
    return `${house.toolUrl}/lti/login?${new URLSearchParams({ iss: issuer, client_id: clientId, login_hint: 'x', target_link_uri })}`;
  };
  await until('the tool to know its platforms', async () => {
    const answers = await Promise.all(registrations.map((registration) => fetch(login(registration))));
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    return answers.every(({ ok }) => ok);
  });
}

/** The real consumer of that release with a block for the live class, one that opens a window, and one for what is picked. */
export async function openSchool(release: string, toolUrl: string) {
  const edx = await startOpenEdx(release);
  // Studio offers the sharing of names only where the course allows it.
  await edx.control({ sharesNames: true });
  const window = { launch_target: 'new_window', ask_to_send_full_name: true, custom_parameters: ['class_title=Office hours'] };
  const registrations = [
    await edx.addBlock('live', toolUrl),
    await edx.addBlock('window', toolUrl, window),
    await edx.addBlock('materials', toolUrl, { display_name: 'Course materials' }),
  ];
  return { edx, registrations };
}

/** Opens the unit of a block; what the tool shows in its frame, once that is the page wanted. */
export async function openUnit(person: Person, edx: OpenEdx, block: string, path: RegExp): Promise<Frame> {
  await person.course.goto(`${edx.origin}/sign-in/${person.id}?next=/unit/${block}`);
  return until(`${path} in the frame of the block`, () =>
    person.course.frames().find((frame) => frame.url().startsWith(person.house.toolUrl) && path.test(frame.url())),
  );
}

/** Clicks what opens a new tab, and waits until the tool's page of that path stands in it. */
export async function inNewTab(person: Person, click: () => Promise<unknown>, path: string): Promise<Page> {
  const opening = person.context.waitForEvent('page');
  await click();
  const page = await opening;
  await page.waitForURL(`${person.house.toolUrl}/${path}**`);
  return page;
}

/** Runs the block's deep linking from Studio to the end: what was ticked and typed is saved in the LMS. */
export async function pickInStudio(
  teacher: Person,
  edx: OpenEdx,
  block: string,
  wish: { readonly title?: string; readonly ticked: readonly (string | RegExp)[] },
): Promise<void> {
  await teacher.course.goto(`${edx.origin}/sign-in/${teacher.id}?next=/studio/${block}`);
  const picker = await inNewTab(teacher, () => teacher.course.getByRole('link', { name: /Deep Linking Launch/ }).click(), 'pick');
  if (wish.title !== undefined) await picker.getByRole('textbox', { name: words('pick.name') }).fill(wish.title);
  // The box itself is hidden behind its picture: a person clicks the label.
  for (const name of wish.ticked) await picker.locator('label', { hasText: name }).first().click();
  await picker.getByRole('button', { name: words('pick.add'), exact: true }).click();
  await picker.getByText('successfully saved').waitFor();
  await picker.close();
}
