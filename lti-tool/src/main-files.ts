import { LIMITS, type Limits } from '@liveclass/contract';
import { Router } from 'express';
import { openFileBytes } from './adapters/files/disk.ts';
import { slidePictures } from './adapters/files/slide-pictures.ts';
import { fileLinks } from './adapters/http/file-links.ts';
import { downloadRoutes, fileRoutes } from './adapters/http/files.ts';
import { requireSession } from './adapters/http/session-guard.ts';
import { slideRoutes } from './adapters/http/slides.ts';
import { everySoOften } from './adapters/jobs/every-so-often.ts';
import type { Connection } from './adapters/mongo/connection.ts';
import { createFileIndexes, mongoFiles } from './adapters/mongo/files.ts';
import type { Config } from './config.ts';
import type { Classroom } from './main-classroom.ts';
import type { Identity } from './main-identity.ts';
import type { FilePorts } from './ports/files.ts';
import { mindInRoom } from './usecases/mind-in-room.ts';
import { changeFile, deleteFile, FILE_PATH, letStudentsUpload, listFiles, makeFileLink, openFile } from './usecases/open-file.ts';
import { prepareSlides, slidePicture, viewSlides } from './usecases/prepare-slides.ts';
import { mayReadMessage } from './usecases/read-chat.ts';
import { tendFiles, uploadFile } from './usecases/upload-file.ts';

export interface FilesParts {
  readonly connection: Connection;
  readonly config: Pick<Config, 'secret' | 'filesDir' | 'scanCommand'>;
  readonly identity: Pick<Identity, 'requireSession' | 'authenticate'>;
  readonly classroom: Pick<Classroom, 'ports'>;
  readonly limits?: Limits;
}

/** The part of the composition root that holds the media library. */
export interface ClassFiles {
  readonly router: Router;
  /** For whoever shows or shares files: `findFile` and `openFile` of usecases/open-file.ts take them. */
  readonly ports: FilePorts;
  tend(): Promise<void>;
  start(): void;
  end(): Promise<void>;
}

const TEND_EVERY_MS = 30_000;

/** Builds it; indexes are there before it answers, and nothing is tidied before `start`. */
export async function createFiles({ connection, config, identity, classroom, limits = LIMITS }: FilesParts): Promise<ClassFiles> {
  await createFileIndexes(connection);
  const { clock, ids, log, memberships, webSessions, publisher, rooms, slides } = classroom.ports;
  const bytes = await openFileBytes({ dir: config.filesDir, scanCommand: config.scanCommand, limits, log });
  const links = fileLinks({ secret: config.secret, clock });
  const messages = { mayRead: (id, reader) => mayReadMessage(classroom.ports, reader, id) } satisfies FilePorts['messages'];
  const pictures = slidePictures({ dir: config.filesDir, limits, log });
  const stores = { memberships, webSessions, files: mongoFiles(connection, limits), bytes, links, messages, slides, pictures };
  const ports: FilePorts = { clock, ids, log, limits, publisher, rooms, ...stores };
  const useCases = {
    list: (session) => listFiles(ports, session),
    upload: (session, upload) => uploadFile(ports, session, upload),
    change: (session, id, change) => changeFile(ports, session, id, change),
    remove: (session, id) => deleteFile(ports, session, id),
    settings: (session, { studentsMayUpload }) => letStudentsUpload(ports, session, studentsMayUpload),
    link: (session, token, id) => makeFileLink(ports, session, webSessions.keyOf(token), id),
    open: (token) => openFile(ports, token),
  } satisfies Parameters<typeof fileRoutes>[0];
  const router = Router();
  const requireInRoom = requireSession(identity.authenticate, (guest) => mindInRoom(classroom.ports, guest));
  router.use(fileRoutes(useCases, identity.requireSession, requireInRoom), downloadRoutes(useCases, FILE_PATH, log));
  router.use(slideRoutes(slideUseCases(ports), requireInRoom, log));
  const tend = () => tendFiles(ports);
  let keeper: { end(): Promise<void> } | undefined;
  return {
    router,
    ports,
    tend,
    start() {
      keeper = everySoOften(tend, TEND_EVERY_MS, log);
    },
    async end() {
      await Promise.all([keeper?.end(), pictures.end()]);
    },
  };
}

const slideUseCases = (ports: FilePorts): Parameters<typeof slideRoutes>[0] => ({
  prepare: (session, id) => prepareSlides(ports, session, id),
  view: (session, id) => viewSlides(ports, session, id),
  picture: (session, id, page) => slidePicture(ports, session, id, page),
});
