import { type Reason, Refusal, type Role } from '@liveclass/contract';
import type { ToolApi } from '../links/tool-api.ts';
import { ToolLink } from '../links/tool-link.ts';
import { Watched } from '../watched.ts';
import type { Library } from './library.ts';

export interface LobbyState {
  /** True while what is shown may be old. */
  readonly isStale: boolean;
  readonly closedBy: Reason | undefined;
  /** The person is not in the course any more. */
  readonly isRemoved: boolean;
}

export interface LobbyOptions {
  readonly origin: string;
  readonly tab: string;
  readonly api: ToolApi;
  readonly library: Library;
  roleChanged(role: Role): void;
}

/** Follows the class while the lobby is open. */
export class Lobby {
  readonly state = new Watched<LobbyState>({ isStale: false, closedBy: undefined, isRemoved: false });
  readonly #options: LobbyOptions;
  readonly #tool: ToolLink;
  #staleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LobbyOptions) {
    this.#options = options;
    const nothing = (): void => undefined;
    this.#tool = new ToolLink({
      origin: options.origin,
      token: options.api.token,
      tab: options.tab,
      listener: {
        state: (state) => this.#linkChanged(state.phase === 'open', state.phase === 'closed' ? state.reason : undefined),
        classChanged: (view) => options.library.take(view),
        snapshot: nothing,
        event: nothing,
        connection: nothing,
        superseded: nothing,
        displaced: nothing,
        trouble: nothing,
        roleChanged: (role) => options.roleChanged(role),
        removed: (why) => this.state.change(why === 'banned' ? { closedBy: 'banned' } : { isRemoved: true }),
        refused: nothing,
      },
    });
  }

  open(): void {
    this.#tool.watch();
    this.#tool.open();
    // Beside the link, so that a network without websockets still shows the class and its recordings.
    this.#options.api
      .theClass()
      .then((view) => this.#options.library.state.get() ?? this.#options.library.take(view))
      .catch((error: unknown) => {
        if (error instanceof Refusal && error.reason !== 'unavailable') this.state.change({ closedBy: error.reason });
      });
  }

  networkChanged(): void {
    this.#tool.hurry();
  }

  dump(): object {
    return this.#tool.dump();
  }

  #linkChanged(isOpen: boolean, closedBy: Reason | undefined): void {
    clearTimeout(this.#staleTimer);
    if (isOpen) {
      this.state.change({ isStale: false, closedBy: undefined });
      return;
    }
    if (closedBy) {
      this.state.change({ closedBy });
      return;
    }
    this.#staleTimer = setTimeout(() => this.state.change({ isStale: true }), 3_000);
  }
}
