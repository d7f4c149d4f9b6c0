import {
  type InvitationReply,
  PlatformByHand,
  type PlatformChange,
  type PlatformView,
  type Reason,
  Refusal,
  type ToolAbout,
} from '@liveclass/contract';
import type { AdminApi } from '../links/admin-api.ts';
import { Watched } from '../watched.ts';
import type { Notices } from './notices.ts';

export type DeskState =
  | { readonly phase: 'entering' }
  /** `reason` absent: signed out by the person. */
  | { readonly phase: 'out'; readonly reason: Reason | undefined }
  | {
      readonly phase: 'in';
      readonly about: ToolAbout;
      /** Absent until they are loaded. */
      readonly platforms: readonly PlatformView[] | undefined;
      readonly trouble: Reason | undefined;
    };

export const HAND_FIELDS = ['name', 'issuer', 'clientId', 'deploymentId', 'jwksUrl', 'tokenUrl', 'authorizationUrl'] as const;
export type HandField = (typeof HAND_FIELDS)[number];
export type HandValues = Readonly<Record<HandField, string>>;
export type HandFault = 'missing' | 'address' | 'long';

/** What is wrong with each field of a platform that is typed in; the same shape the server checks. */
export function faultsOf(values: HandValues): Partial<Record<HandField, HandFault>> {
  const found: Partial<Record<HandField, HandFault>> = {};
  for (const field of HAND_FIELDS) {
    const { success, error } = PlatformByHand.shape[field].safeParse(values[field]);
    if (success) continue;
    if (values[field].trim() === '') found[field] = 'missing';
    else found[field] = error.issues[0]?.code === 'too_big' ? 'long' : 'address';
  }
  return found;
}

/** Open edX has one login address for all blocks of a site: it follows from the site's own. */
export function loginUrlOf(issuer: string): string {
  const trimmed = issuer.trim();
  return URL.canParse(trimmed) ? new URL('/api/lti_consumer/v1/launch/', trimmed).href : '';
}

const OUT: readonly Reason[] = ['not-signed-in', 'session-expired', 'link-expired'];
const reasonOf = (error: unknown): Reason => (error instanceof Refusal ? error.reason : 'unavailable');

/** The admin's desk: who is in, and the platforms as the server knows them. */
export class Desk {
  readonly state = new Watched<DeskState>({ phase: 'entering' });
  readonly #api: AdminApi;
  readonly #notices: Notices;

  constructor(api: AdminApi, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
  }

  /** By the one-time code of the link, else by the cookie of an earlier visit. */
  async enter(code: string | undefined): Promise<void> {
    try {
      const { about } = code ? await this.#redeem(code) : await this.#api.session();
      this.state.set({ phase: 'in', about, platforms: undefined, trouble: undefined });
      await this.refresh();
    } catch (error) {
      this.state.set({ phase: 'out', reason: reasonOf(error) });
    }
  }

  /** A used link that is opened again from the history: the cookie may still know the admin. */
  async #redeem(code: string) {
    try {
      return await this.#api.open(code);
    } catch (error) {
      if (reasonOf(error) !== 'link-expired') throw error;
      return await this.#api.session().catch(() => {
        throw error;
      });
    }
  }

  async signOut(): Promise<void> {
    await this.#api.signOut().catch(() => undefined);
    this.state.set({ phase: 'out', reason: undefined });
  }

  /** Asks for the list again; what is shown stays while there is no answer. */
  async refresh(): Promise<void> {
    try {
      this.#show(await this.#api.platforms());
    } catch (error) {
      this.#failed(error);
    }
  }

  async change(id: string, change: PlatformChange): Promise<void> {
    await this.#do(() => this.#api.change(id, change));
  }

  async remove(id: string): Promise<void> {
    await this.#do(() => this.#api.remove(id));
  }

  async rotateKeys(id: string): Promise<void> {
    if (await this.#do(() => this.#api.rotateKeys(id))) this.#notices.say('admin.rotated');
  }

  /** Undefined when it was added; else why not. */
  async add(values: HandValues): Promise<Reason | undefined> {
    try {
      await this.#api.add(PlatformByHand.parse(values));
    } catch (error) {
      if (OUT.includes(reasonOf(error))) this.#failed(error);
      return reasonOf(error);
    }
    await this.refresh();
    return undefined;
  }

  /** Undefined when there is none to be had; the page says why. */
  async invite(kind: 'pairing' | 'registration'): Promise<InvitationReply | undefined> {
    try {
      return await this.#api.invite(kind);
    } catch (error) {
      this.#failed(error);
      this.#notices.say(`reasons.${reasonOf(error)}`, {}, 'trouble');
      return undefined;
    }
  }

  async #do(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
    } catch (error) {
      this.#failed(error);
      this.#notices.say(`reasons.${reasonOf(error)}`, {}, 'trouble');
      return false;
    }
    await this.refresh();
    return true;
  }

  #show(platforms: readonly PlatformView[]): void {
    const state = this.state.get();
    if (state.phase === 'in') this.state.set({ ...state, platforms, trouble: undefined });
  }

  #failed(error: unknown): void {
    const reason = reasonOf(error);
    const state = this.state.get();
    if (OUT.includes(reason)) this.state.set({ phase: 'out', reason });
    else if (state.phase === 'in' && !state.platforms) this.state.set({ ...state, trouble: reason });
  }
}
