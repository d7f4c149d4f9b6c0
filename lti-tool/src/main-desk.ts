import { readFileSync } from 'node:fs';
import type { ToolAbout } from '@liveclass/contract';
import { Router } from 'express';
import { z } from 'zod';
import { adminRoutes } from './adapters/http/admin.ts';
import { pluginRoutes } from './adapters/http/desk-lti.ts';
import { registrationRoutes } from './adapters/http/desk-register.ts';
import { keySetProbe } from './adapters/lti/key-set-probe.ts';
import { lmsRegistrations } from './adapters/lti/lms-registrations.ts';
import { createPluginTokens } from './adapters/lti/plugin-tokens.ts';
import { createPlatformSigner } from './adapters/lti/signer.ts';
import { openAdmins } from './adapters/mongo/admins.ts';
import type { Connection } from './adapters/mongo/connection.ts';
import { openPeopleEraser } from './adapters/mongo/erasure.ts';
import { openInvitations } from './adapters/mongo/invitations.ts';
import { mongoLmsSettings } from './adapters/mongo/lms-settings.ts';
import { mongoSettingsCopies } from './adapters/mongo/settings-copies.ts';
import type { Identity } from './main-identity.ts';
import type { AnnounceClass, ArrangeRooms, Invitations, MoveModule } from './ports/desk.ts';
import type { Clock, Ids } from './ports/identity.ts';
import type { Log } from './ports/log.ts';
import { authenticateAdmin, firstAdminLink, makeAdminLink, openAdminSession } from './usecases/admin-session.ts';
import { addPlatform, changePlatform, invite, listPlatforms, removePlatform, rotateKeys } from './usecases/govern-platforms.ts';
import { pluginEar } from './usecases/hear-plugin.ts';
import { pairPlatform } from './usecases/pair-platform.ts';
import { registerPlatform } from './usecases/register-platform.ts';

export interface DeskParts {
  readonly connection: Connection;
  readonly config: { readonly publicUrl: URL; readonly production: boolean };
  readonly identity: Identity;
  readonly leaveCourse: MoveModule;
  readonly returnToCourse: MoveModule;
  readonly announce: AnnounceClass;
  readonly arrangeRooms: ArrangeRooms;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The part of the composition root that connects platforms: pairing, messages of plugins, registration, and the admin's desk. */
export interface Desk {
  /** Mounted at '/', behind the identity's router and before the pages. */
  readonly router: Router;
  readonly invitations: Invitations;
  /** The link that makes the first admin; undefined once there is one. */
  firstAdminLink(): Promise<string | undefined>;
}

const VERSION = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version;

function addressesOf(publicUrl: URL) {
  const at = (path: string): string => new URL(path, publicUrl).href;
  return {
    loginUrl: at('/lti/login'),
    launchUrl: at('/lti/launch'),
    keysUrl: at('/lti/keys'),
    iconUrl: at('/lti/static/icon.svg'),
    pairUrl: at('/lti/pair'),
    messagesUrl: at('/lti/messages'),
  };
}

function portsOf(
  { connection, config, identity, leaveCourse, returnToCourse, announce, arrangeRooms, clock, ids }: DeskParts,
  stores: Awaited<ReturnType<typeof openStores>>,
) {
  const { registry, nonces, keyOf, keys } = identity.desk;
  const { publicUrl, production } = config;
  const addresses = addressesOf(publicUrl);
  return {
    ...stores,
    registry,
    nonces,
    keys,
    classes: identity.classes,
    lmsSettings: mongoLmsSettings(connection),
    copies: mongoSettingsCopies(connection),
    leaveCourse,
    returnToCourse,
    announce,
    arrangeRooms,
    clock,
    ids,
    production,
    addresses,
    tokens: createPluginTokens(keyOf),
    signer: createPlatformSigner(keys),
    lms: lmsRegistrations(identity.outbound, { publicUrl, ...addresses }),
    probe: keySetProbe(identity.outbound),
    about: (): ToolAbout => ({ product: 'live-class', version: VERSION, now: clock.now(), ...addresses }),
  };
}

async function openStores(connection: Connection) {
  const [invitations, people, admins] = await Promise.all([
    openInvitations(connection),
    openPeopleEraser(connection),
    openAdmins(connection),
  ]);
  return { invitations, people, admins };
}

function routerOf({ config, log }: DeskParts, ports: ReturnType<typeof portsOf>): Router {
  const { addresses, about, clock } = ports;
  const hear = pluginEar(ports);
  const router = Router();
  router.use(
    pluginRoutes({
      about,
      pair: (token) => pairPlatform(ports, token, addresses.pairUrl),
      hear: (token) => hear(token, addresses.messagesUrl),
      now: () => clock.now(),
    }),
  );
  router.use(registrationRoutes((request) => registerPlatform(ports, request), log));
  const admin = {
    about,
    open: (code: string) => openAdminSession(ports, code),
    authenticate: (token: string) => authenticateAdmin(ports, token),
    end: (token: string) => ports.admins.end(token),
    platforms: () => listPlatforms(ports),
    add: (platform: Parameters<typeof addPlatform>[1]) => addPlatform(ports, platform),
    change: (id: string, change: Parameters<typeof changePlatform>[2]) => changePlatform(ports, id, change),
    remove: (id: string) => removePlatform(ports, id),
    rotateKeys: (id: string) => rotateKeys(ports, id),
    invite: (kind: 'pairing' | 'registration') => invite(ports, kind, config.publicUrl),
  };
  return router.use(adminRoutes(admin, config.publicUrl));
}

/** Builds it; indexes are there before it answers. */
export async function createDesk(parts: DeskParts): Promise<Desk> {
  const ports = portsOf(parts, await openStores(parts.connection));
  return {
    router: routerOf(parts, ports),
    invitations: ports.invitations,
    firstAdminLink: () => firstAdminLink(ports, parts.config.publicUrl),
  };
}

/** For whoever has the machine: a fresh admin link, whatever admins there are. */
export async function freshAdminLink({
  connection,
  config,
  clock,
  ids,
}: Omit<DeskParts, 'identity' | 'leaveCourse' | 'returnToCourse' | 'announce' | 'arrangeRooms' | 'log'>): Promise<string> {
  return makeAdminLink({ invitations: await openInvitations(connection), clock, ids }, config.publicUrl);
}
