import { FileId, Refusal, type SlidesView } from '@liveclass/contract';
import { slidesView } from '../domain/slides.ts';
import type { Caller } from '../ports/classroom.ts';
import type { ByteStream, FilePorts } from '../ports/files.ts';
import type { SlidesAttempt } from '../ports/slides.ts';
import { findFile } from './open-file.ts';
import { requireTeacher } from './view-attendance.ts';

/** Beyond the longest that a file may take: only who died is silent for so long. */
const SILENCE_MS = 30_000;

/** How far the slides of a file are. Refused: 'forbidden', 'not-found'. */
export async function viewSlides(ports: FilePorts, caller: Caller, id: string): Promise<SlidesView> {
  requireTeacher(caller);
  const file = await findFile(ports, caller, id);
  const slides = await ports.slides.find(caller.classId, file.id);
  if (!slides) throw new Refusal('not-found');
  return slidesView(slides, ports.clock.now());
}

/**
 * Begins to make slides of a file, unless there are some or somebody is at it; how far that is can be asked. Refused: 'forbidden',
 * 'not-found', 'wrong-phase' (not scanned yet), 'wrong-type', 'busy'.
 */
export async function prepareSlides(ports: FilePorts, caller: Caller, id: string): Promise<SlidesView> {
  const { clock, ids, limits, slides, log } = ports;
  requireTeacher(caller);
  const file = await findFile(ports, caller, id);
  if (file.state !== 'ready') throw new Refusal('wrong-phase');
  if (file.kind === 'other') throw new Refusal('wrong-type');
  const now = clock.now();
  // Those that wait before it take their time as well.
  const attempt = await slides.begin(file, ids.id(), now, now + limits.slidesMs * (limits.slidesWaiting + 1) + SILENCE_MS);
  if (attempt)
    makeSlides(ports, attempt, file).catch((error: unknown) => log.error({ err: error, fileId: file.id }, 'slides were not made'));
  return viewSlides(ports, caller, id);
}

async function makeSlides(
  ports: FilePorts,
  attempt: SlidesAttempt,
  { id, kind }: Pick<Awaited<ReturnType<typeof findFile>>, 'id' | 'kind'>,
): Promise<void> {
  const { clock, limits, slides, pictures, log } = ports;
  let written = Promise.resolve(true);
  const fault = await pictures
    .make({
      id,
      kind,
      made(size, total) {
        written = written.then(() => slides.made(attempt, size, total, clock.now() + limits.slidesMs + SILENCE_MS));
        // It is waited for below; until then a failure is nobody's.
        written.catch(() => undefined);
      },
    })
    .catch((error: unknown) => {
      log.warn({ err: error, fileId: id }, 'slides could not be made');
      return 'interrupted' as const;
    });
  await written;
  await slides.settle(attempt, fault);
}

/**
 * The picture of a page, for whoever is of the class: what a teacher placed on the board is seen by all, also where the file itself is hidden in
 * the library. Refused: 'not-found'.
 */
export async function slidePicture({ slides, pictures }: FilePorts, caller: Caller, id: string, page: number): Promise<ByteStream> {
  const known = FileId.safeParse(id);
  const found = known.success ? await slides.find(caller.classId, known.data) : null;
  if (!found || !Number.isInteger(page) || page < 1 || page > found.sizes.length) throw new Refusal('not-found');
  return pictures.read(found.fileId, page).catch((error: unknown) => {
    throw new Refusal('not-found', error);
  });
}
