import type { Reason } from '@liveclass/contract';
import { type RequestHandler, Router } from 'express';
import { ltiRoutes } from './adapters/http/lti.ts';
import { requireOwnOrigin, securityHeaders } from './adapters/http/security.ts';
import { sessionRoutes } from './adapters/http/session.ts';
import { type Authenticate, requireSession } from './adapters/http/session-guard.ts';
import type { IdentityUseCases, LaunchUseCases } from './adapters/http/session-use-cases.ts';
import { createPlatformServices } from './adapters/lti/access-tokens.ts';
import { createCourseMaterials } from './adapters/lti/course-materials.ts';
import { createPlatformKeyFinder, type PlatformKeyFinder } from './adapters/lti/jwks.ts';
import { prepareLtijs } from './adapters/lti/ltijs-provider.ts';
import { openOutbound } from './adapters/lti/outbound.ts';
import { withPlatformsFile } from './adapters/lti/platforms-file.ts';
import { createPlatformSigner, publishedKeySet } from './adapters/lti/signer.ts';
import { createLaunchVerifier } from './adapters/lti/verifier.ts';
import { createBanIndexes, mongoBans } from './adapters/mongo/bans.ts';
import { openClasses } from './adapters/mongo/classes.ts';
import type { Connection } from './adapters/mongo/connection.ts';
import { mongoGroupRooms } from './adapters/mongo/group-rooms.ts';
import { openPlatformKeys } from './adapters/mongo/keys.ts';
import { openLaunchStates, openNonces } from './adapters/mongo/launch-states.ts';
import { openMemberships } from './adapters/mongo/memberships.ts';
import { openPersons } from './adapters/mongo/persons.ts';
import { openPlatforms } from './adapters/mongo/platforms.ts';
import { mongoRosters } from './adapters/mongo/rosters.ts';
import { mongoSettingsCopies } from './adapters/mongo/settings-copies.ts';
import { openOneTimeCodes, openWebSessions } from './adapters/mongo/web-sessions.ts';
import { originsOf } from './domain/launch.ts';
import type { PlatformRegistry } from './ports/desk.ts';
import type {
  Classes,
  Clock,
  CourseMaterials,
  Ids,
  Memberships,
  Nonces,
  Outbound,
  Persons,
  PlatformKeys,
  PlatformServices,
  PlatformSigner,
  Platforms,
  RecordingDirectory,
} from './ports/identity.ts';
import type { Log } from './ports/log.ts';
import type { Bans } from './ports/moderation.ts';
import { acceptLaunch } from './usecases/accept-launch.ts';
import { authenticate, viewOfSession } from './usecases/authenticate.ts';
import { beginLogin } from './usecases/begin-login.ts';
import { handOff } from './usecases/hand-off.ts';
import { pickCourseItems } from './usecases/pick-course-items.ts';
import { redeemCode } from './usecases/redeem-code.ts';
import { type BanDoor, banDoor } from './usecases/refuse-banned.ts';
import { pausedRefuser } from './usecases/refuse-paused.ts';
import { endSession, restoreSession } from './usecases/restore-session.ts';

/** The part of the composition root that knows who is asking: launches, sessions, and everything said to platforms. */
export interface Identity {
  /** Mounted at '/', before every other route: security headers, the Origin check of /api, /lti/* and the session API. */
  readonly router: Router;
  readonly authenticate: Authenticate;
  readonly requireSession: RequestHandler;
  readonly signer: PlatformSigner;
  readonly platforms: Platforms;
  readonly persons: Persons;
  readonly classes: Classes;
  readonly memberships: Memberships;
  readonly bans: Bans;
  readonly banDoor: BanDoor;
  readonly courseMaterials: CourseMaterials;
  readonly services: PlatformServices;
  readonly outbound: Outbound;
  /** What the admin's desk works with besides. */
  readonly desk: {
    readonly registry: PlatformRegistry;
    readonly nonces: Nonces;
    readonly keys: PlatformKeys;
    readonly keyOf: PlatformKeyFinder;
  };
  frameAncestors(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface IdentityParts {
  readonly connection: Connection;
  readonly config: {
    readonly publicUrl: URL;
    readonly production: boolean;
    readonly secret: string;
    readonly platformsFile: string | undefined;
    readonly lmsAllowedNetworks: readonly string[];
  };
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly recordings: RecordingDirectory;
  readonly onLaunch?: (result: 'accepted' | Reason) => void;
}

async function openStores({ connection, config, ids, clock }: IdentityParts) {
  const [persons, classes, memberships, sessions, codes, states, nonces, store, keys] = await Promise.all([
    openPersons(connection, ids),
    openClasses(connection, ids),
    openMemberships(connection),
    openWebSessions(connection),
    openOneTimeCodes(connection),
    openLaunchStates(connection),
    openNonces(connection),
    openPlatforms(connection),
    openPlatformKeys(connection, config.secret, ids, clock),
    createBanIndexes(connection),
  ]);
  const bans = mongoBans(connection);
  return { bans, banDoor: banDoor({ bans, classes, clock }), persons, classes, memberships, sessions, codes, states, nonces, store, keys };
}
type Stores = Awaited<ReturnType<typeof openStores>>;

/** Registered origins change seldom and every framed page asks for them. */
function ancestorsOf(platforms: Platforms, clock: Clock): () => Promise<readonly string[]> {
  let known: { origins: readonly string[]; at: number } = { origins: [], at: -Infinity };
  return async () => {
    if (clock.now() - known.at > 5_000) {
      const origins = [...new Set((await platforms.list()).flatMap(originsOf))];
      known = { origins, at: clock.now() };
    }
    return known.origins;
  };
}

function useCasesOf(parts: IdentityParts, stores: Stores, platforms: Platforms, keyOf: PlatformKeyFinder, signer: PlatformSigner) {
  const { clock, ids, recordings, config } = parts;
  const launchUrl = new URL('/lti/launch', config.publicUrl).href;
  const verifier = createLaunchVerifier({ platforms, nonces: stores.nonces, keyOf, clock, launchUrl });
  const rosters = mongoRosters(parts.connection);
  const settings = mongoSettingsCopies(parts.connection);
  const rooms = mongoGroupRooms(parts.connection, ids);
  const ports = { ...stores, platforms, verifier, recordings, rosters, rooms, settings, signer, clock, ids };
  const launch: LaunchUseCases = {
    beginLogin: (request) => beginLogin(ports, request, launchUrl),
    acceptLaunch: (post) => acceptLaunch(ports, post),
    storageOf: (state) => stores.states.storageOf(state, clock.now()),
    keySet: () => publishedKeySet(stores.keys),
  };
  const session: IdentityUseCases = {
    redeem: (code) => redeemCode(ports, code),
    restore: (cookies) => restoreSession(ports, cookies),
    end: (token, cookies) => endSession(stores.sessions, token, cookies),
    view: (of) => viewOfSession(stores.classes, of),
    handOff: (from, to) => handOff(ports, from, to),
    pick: (of, items) => pickCourseItems(ports, of, items),
  };
  const refusePaused = pausedRefuser({ registry: stores.store, classes: stores.classes, clock });
  return { launch, session, authenticate: async (token: string) => refusePaused(await authenticate(ports, token)) };
}

function routerOf(
  parts: IdentityParts,
  cases: ReturnType<typeof useCasesOf>,
  guard: RequestHandler,
  frameAncestors: Identity['frameAncestors'],
) {
  const { publicUrl } = parts.config;
  const router = Router();
  router.use(securityHeaders({ publicUrl, frameAncestors }));
  router.use('/lti', ltiRoutes({ useCases: cases.launch, log: parts.log, onLaunch: parts.onLaunch ?? (() => undefined) }));
  router.use('/api', requireOwnOrigin(publicUrl));
  router.use(sessionRoutes({ useCases: cases.session, requireSession: guard, publicUrl }));
  return router;
}

/** Builds it on an open connection: indexes, registrations and keys are there before it answers. */
export async function createIdentity(parts: IdentityParts): Promise<Identity> {
  const { config, clock, ids, log } = parts;
  const stores = await openStores(parts);
  const { outbound, close } = openOutbound({ production: config.production, allowedNetworks: config.lmsAllowedNetworks });
  const file = withPlatformsFile({ store: stores.store, ensureKeys: stores.keys.ensure, clock, log }, config.platformsFile);
  const { platforms } = file;
  await Promise.all([file.load(), prepareLtijs()]);
  const signer = createPlatformSigner(stores.keys);
  const keyOf = createPlatformKeyFinder({ outbound, clock, log });
  const cases = useCasesOf(parts, stores, platforms, keyOf, signer);
  const frameAncestors = ancestorsOf(platforms, clock);
  const guard = requireSession(cases.authenticate);
  const sending = { platforms, signer, outbound, clock, ids };
  return {
    router: routerOf(parts, cases, guard, frameAncestors),
    authenticate: cases.authenticate,
    requireSession: guard,
    signer,
    platforms,
    persons: stores.persons,
    classes: stores.classes,
    memberships: stores.memberships,
    bans: stores.bans,
    banDoor: stores.banDoor,
    courseMaterials: createCourseMaterials({ ...sending, log }),
    services: createPlatformServices(sending),
    outbound,
    desk: { registry: stores.store, nonces: stores.nonces, keys: stores.keys, keyOf },
    frameAncestors,
    close,
  };
}
