import { randomInt } from 'node:crypto';
import type { Server } from 'node:http';
import { LIMITS, type Limits, RecordingId, type SettingsChange } from '@liveclass/contract';
import { Router } from 'express';
import { controlClient } from './adapters/gateway/control-client.ts';
import { mediaPasses } from './adapters/gateway/control-tokens.ts';
import { GatewayEventReaders } from './adapters/gateway/event-readers.ts';
import { proxyMediaLinks } from './adapters/gateway/media-proxy.ts';
import { type BanUseCases, banRoutes } from './adapters/http/bans.ts';
import { chatRoutes } from './adapters/http/chat.ts';
import { classRoutes } from './adapters/http/class.ts';
import { pickRoutes } from './adapters/http/pick.ts';
import { playbackRoutes } from './adapters/http/playback.ts';
import { playbackLinks } from './adapters/http/playback-links.ts';
import { recordingRoutes } from './adapters/http/recordings.ts';
import { agendaAlarm } from './adapters/jobs/alarm.ts';
import { everySoOften } from './adapters/jobs/every-so-often.ts';
import { openBoards } from './adapters/mongo/boards.ts';
import { openBroadcasts } from './adapters/mongo/broadcasts.ts';
import { openChats } from './adapters/mongo/chat.ts';
import { mongoClassLocks } from './adapters/mongo/class-locks.ts';
import { mongoClassSettings } from './adapters/mongo/class-settings.ts';
import { ClassTransactions } from './adapters/mongo/class-transactions.ts';
import { type ClassroomCollections, classroomCollections, createClassroomIndexes } from './adapters/mongo/classroom-collections.ts';
import type { Connection } from './adapters/mongo/connection.ts';
import { mongoConsents } from './adapters/mongo/consents.ts';
import { mongoReplicas } from './adapters/mongo/control-replicas.ts';
import { mongoLiveWebSessions } from './adapters/mongo/control-web-sessions.ts';
import { openPeopleEraser } from './adapters/mongo/erasure.ts';
import { mongoEvents } from './adapters/mongo/events.ts';
import { mongoGateways } from './adapters/mongo/gateways.ts';
import { createGroupRoomIndexes, mongoGroupRooms } from './adapters/mongo/group-rooms.ts';
import { createHandIndexes, mongoHands } from './adapters/mongo/hands.ts';
import { openLively } from './adapters/mongo/lively.ts';
import { createModerationLogIndexes, mongoModerationLog } from './adapters/mongo/moderation-log.ts';
import { createPollIndexes, pollCollections } from './adapters/mongo/poll-collections.ts';
import { mongoPolls } from './adapters/mongo/polls.ts';
import { mongoRecordings } from './adapters/mongo/recordings.ts';
import { mongoRosterPeople } from './adapters/mongo/roster-people.ts';
import { mongoRosters } from './adapters/mongo/rosters.ts';
import { mongoSeats } from './adapters/mongo/seats.ts';
import { mongoSessions } from './adapters/mongo/sessions.ts';
import { mongoSlides } from './adapters/mongo/slides.ts';
import { mongoVotes } from './adapters/mongo/votes.ts';
import { createWaitingIndexes, mongoWaitingRooms } from './adapters/mongo/waiting.ts';
import { toolHandlers } from './adapters/socket/handlers.ts';
import { type PublisherDeps, SocketPublisher } from './adapters/socket/publisher.ts';
import { openLinkServer, type ToolLinkServer } from './adapters/socket/server.ts';
import { openToolLinks, spanReplicas } from './adapters/socket/tool-link.ts';
import type { Config } from './config.ts';
import type { WebSession } from './domain/identity.ts';
import { pollCounts } from './domain/poll.ts';
import type { Identity } from './main-identity.ts';
import type { ClassroomPorts } from './ports/classroom.ts';
import type { AnnounceClass, ArrangeRooms, MoveModule } from './ports/desk.ts';
import type { Clock, Ids, RecordingDirectory } from './ports/identity.ts';
import type { Log } from './ports/log.ts';
import type { Meters } from './ports/meters.ts';
import { arrangeRooms } from './usecases/arrange-rooms.ts';
import { banPerson } from './usecases/ban-person.ts';
import { changeRecording, composeAgain, deleteRecording, publishAgain, viewRecording } from './usecases/change-recording.ts';
import { changeSettings } from './usecases/change-settings.ts';
import { exportChat } from './usecases/export-chat.ts';
import { hearGateway } from './usecases/hear-gateway.ts';
import { classOfRoom } from './usecases/know-room.ts';
import { leaveCourse, returnToCourse } from './usecases/leave-course.ts';
import { liftBan } from './usecases/lift-ban.ts';
import { makePlaybackLink, PLAYBACK_PATH, playRecording } from './usecases/play-recording.ts';
import { sweep } from './usecases/sweep.ts';
import { courseEntries } from './usecases/tell-course.ts';
import { tend } from './usecases/tend-recordings.ts';
import { viewBans } from './usecases/view-bans.ts';
import { viewClass, viewsOfClass } from './usecases/view-class.ts';
import { paceNow } from './usecases/view-lively.ts';
import { viewPick } from './usecases/view-pick.ts';
import { waitingSnapshot, waitingView } from './usecases/view-waiting.ts';

export interface ClassroomParts {
  readonly connection: Connection;
  readonly server: Server;
  readonly config: Pick<Config, 'publicUrl' | 'secret' | 'gatewaySecret' | 'playbackLinkMs' | 'replicas'>;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly meters: Meters;
  /** Names this process among the tools; without a slash. */
  readonly tool: string;
  readonly limits?: Limits;
}

/** The part of the composition root that holds classes: rooms, links, recordings and what wakes them. */
export interface Classroom {
  readonly router: Router;
  readonly ports: ClassroomPorts;
  readonly leaveCourse: MoveModule;
  readonly returnToCourse: MoveModule;
  /** For whoever changes a class from outside the classroom. */
  readonly announce: AnnounceClass;
  readonly arrangeRooms: ArrangeRooms;
  /** Listens to gateways, sweeps and wakes chores from now on. */
  start(): Promise<void>;
  end(): Promise<void>;
}

const SWEEP_EVERY_MS = 1_000;

/** What launches ask of recordings: one of another class, or a deleted one, is not told apart from none. */
export function recordingDirectory(connection: Connection): RecordingDirectory {
  const of = classroomCollections(connection);
  const recordings = mongoRecordings(of, new ClassTransactions(connection, of));
  return {
    async find(id) {
      const known = RecordingId.safeParse(id);
      const found = known.success ? await recordings.findAnywhere(known.data) : null;
      return found && found.deletedAt === null && found.phase !== 'starting' ? found : null;
    },
  };
}

async function storesOf({ connection, ids, config, limits = LIMITS }: ClassroomParts, of: ClassroomCollections) {
  const transactions = new ClassTransactions(connection, of);
  const ofPolls = pollCollections(connection);
  return {
    sessions: mongoSessions(of, transactions),
    seats: mongoSeats(of, transactions, limits.seatsPerSession),
    events: mongoEvents(of),
    recordings: mongoRecordings(of, transactions),
    consents: mongoConsents(of),
    settings: mongoClassSettings(of),
    chats: await openChats(connection, transactions),
    hands: mongoHands(connection, transactions),
    ...(await openLively(connection, transactions)),
    locks: mongoClassLocks(connection, transactions, of),
    moderationLog: mongoModerationLog(connection),
    boards: await openBoards(connection, limits),
    slides: mongoSlides(connection),
    gateways: mongoGateways(of),
    replicas: mongoReplicas(of),
    webSessions: mongoLiveWebSessions(connection),
    rosters: mongoRosters(connection),
    polls: mongoPolls(ofPolls, transactions),
    votes: mongoVotes({ connection, of: ofPolls, secret: config.secret }),
    rooms: mongoGroupRooms(connection, ids),
    waiting: mongoWaitingRooms(connection, limits.waitersPerRoom),
  };
}

/** What the publisher asks when it has something to tell: how things stand at that moment. */
const wordsOf = (ports: () => ClassroomPorts): Omit<PublisherDeps, 'io' | 'log' | 'isAlone' | 'events' | 'boards'> => ({
  async counts(classId, pollId) {
    const poll = await ports().polls.find(classId, pollId);
    return poll && pollCounts(poll);
  },
  waiting: {
    list: (roomId) => waitingSnapshot(ports(), roomId, 'teacher'),
    view: (roomId) => waitingView(ports(), roomId),
    seen: (roomId, people) => ports().waiting.seen(roomId, people),
  },
  classOf: (roomId) => classOfRoom(ports(), roomId),
  pace: (classId) => paceNow(ports(), classId),
  hidesPeople: async (classId) => (await ports().locks.find(classId)).locks.people,
  views: (classId, role) => viewsOfClass(ports(), classId, role),
});

async function portsOf(parts: ClassroomParts, io: ToolLinkServer, of: ClassroomCollections) {
  const { clock, ids, log, limits = LIMITS, config, identity, connection } = parts;
  const stores = await storesOf(parts, of);
  const controlDeps = { gateways: stores.gateways, secret: config.gatewaySecret, clock, log };
  const control = controlClient(controlDeps);
  const publisher = new SocketPublisher({
    io,
    log,
    isAlone: config.replicas === 1,
    events: stores.events,
    boards: stores.boards,
    ...wordsOf(() => ports),
  });
  const alarm = agendaAlarm(connection, (chore) => tend(ports, chore), log);
  const ports: ClassroomPorts = {
    ...stores,
    clock,
    ids,
    log,
    limits,
    chance: { below: (n) => randomInt(n) },
    classes: identity.classes,
    memberships: identity.memberships,
    persons: identity.persons,
    guests: identity.guests,
    eraser: await openPeopleEraser(connection),
    bans: identity.bans,
    banDoor: identity.banDoor,
    platformDoor: identity.platformDoor,
    control,
    passes: mediaPasses({ secret: config.gatewaySecret, clock }),
    links: playbackLinks({ secret: config.secret, clock, lifeMs: config.playbackLinkMs }),
    course: courseEntries({ ...identity, rooms: stores.rooms }),
    alarm,
    publisher,
  };
  return { ports, control, controlDeps, publisher, alarm };
}

function routerOf({ identity, meters, log }: ClassroomParts, ports: ClassroomPorts): Router {
  const { requireSession } = identity;
  const router = Router();
  const view = (session: WebSession) => viewClass(ports, session);
  const change = async (session: WebSession, settings: SettingsChange) => {
    await changeSettings(ports, session, settings);
    return view(session);
  };
  router.use(chatRoutes({ messages: (session) => exportChat(ports, session) }, requireSession));
  router.use(classRoutes({ view, change }, requireSession), banRoutes(banUseCases(ports), requireSession));
  const { classes, platforms } = identity;
  router.use(pickRoutes({ view: (session) => viewPick({ ...ports, classes, platforms }, session) }, requireSession));
  router.use(
    recordingRoutes(
      {
        view: (session, id) => viewRecording(ports, session, id),
        change: (session, id, change) => changeRecording(ports, session, id, change),
        remove: (session, id) => deleteRecording(ports, session, id),
        composeAgain: (session, id) => composeAgain(ports, session, id),
        publishAgain: (session, id) => publishAgain(ports, session, id),
        link: (session: WebSession, token, id) => makePlaybackLink(ports, session, ports.webSessions.keyOf(token), id),
      },
      requireSession,
    ),
  );
  const play = { play: (token: string, ask: Parameters<typeof playRecording>[2]) => playRecording(ports, token, ask) };
  router.use(playbackRoutes({ useCases: play, meters, log, path: PLAYBACK_PATH }));
  return router;
}

/** Who bans or lifts is answered with the list as it is then. */
function banUseCases(ports: ClassroomPorts): BanUseCases {
  return {
    view: (session) => viewBans(ports, session),
    async ban(session, body) {
      const { facts, afterwards } = await banPerson(ports, session, body);
      ports.publisher.publish(facts);
      await afterwards?.();
      return viewBans(ports, session);
    },
    async lift(session, id) {
      await liftBan(ports, session, id);
      return viewBans(ports, session);
    },
  };
}

/** Builds it; indexes are there before it answers, and nothing moves before `start`. */
export async function createClassroom(parts: ClassroomParts): Promise<Classroom> {
  const { connection, server, config, identity, ids, log, meters, tool } = parts;
  const of = classroomCollections(connection);
  await Promise.all([createClassroomIndexes(of), createHandIndexes(connection), createModerationLogIndexes(connection)]);
  await Promise.all([createPollIndexes(pollCollections(connection)), createGroupRoomIndexes(connection), createWaitingIndexes(connection)]);
  const io = openLinkServer(server, config.publicUrl.origin);
  if (config.replicas > 1) spanReplicas(io, await openBroadcasts(connection));
  const { ports, control, controlDeps, publisher, alarm } = await portsOf(parts, io, of);
  openToolLinks(io, { ports, handlers: toolHandlers(ports), authenticate: identity.authenticate, meters, log, tool });
  const proxy = proxyMediaLinks(server, { gateways: ports.gateways, log });
  const readers = new GatewayEventReaders(controlDeps, (node, event) => hearGateway(ports, node, event));
  let sweeper: { end(): Promise<void> } | undefined;
  return {
    router: routerOf(parts, ports),
    ports,
    leaveCourse: (place, recordingId, moduleId) => leaveCourse(ports, place, recordingId, moduleId),
    returnToCourse: (place, recordingId) => returnToCourse(ports, place, recordingId),
    announce: (classId) => publisher.publish([{ kind: 'class-changed', classId }]),
    arrangeRooms: (activity, said) =>
      arrangeRooms({ ...ports, known: identity.classes, people: mongoRosterPeople(connection, ids) }, activity, said),
    async start() {
      await ports.replicas.beat(tool);
      sweeper = everySoOften(() => sweep(ports, tool), SWEEP_EVERY_MS, log);
      void readers.run();
      await alarm.start();
    },
    async end() {
      await endAll([() => io.local.disconnectSockets(true), () => sweeper?.end(), () => alarm.end(), () => readers.end()], log);
      await endAll([() => proxy.end(), () => publisher.end(), () => control.end(), () => ports.replicas.leave(tool)], log);
    },
  };
}

async function endAll(steps: readonly (() => unknown)[], log: Log): Promise<void> {
  for (const step of steps)
    await Promise.resolve()
      .then(step)
      .catch((error: unknown) => log.warn({ err: error }, 'an end went wrong'));
}
