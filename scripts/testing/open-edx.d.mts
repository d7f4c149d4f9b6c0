/** What the fixture tells of itself, and what of it a test may turn. */
export interface OpenEdxState {
  /** Grades that reached the gradebook of the LMS; `value` of `max_value` points, by the LMS's own user id. */
  readonly gradebook: readonly { readonly block: string; readonly value: number; readonly max_value: number; readonly user_id: number }[];
  readonly people: readonly {
    readonly username: string;
    readonly id: number;
    readonly sub: string;
    readonly name: string;
    readonly role: string;
  }[];
  /** What deep linking saved, as the consumer keeps it. */
  readonly contentItems: readonly { readonly block: string; readonly type: string; readonly [attribute: string]: unknown }[];
  readonly lineItems: readonly { readonly block: string; readonly label: string; readonly scoreMaximum: number }[];
}

/** The values that Studio shows for the tool, in the shape of PLATFORMS_FILE. */
export interface OpenEdxRegistration {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentIds: string[];
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
}

export interface OpenEdx {
  readonly release: string;
  readonly origin: string;
  log(): string;
  control(wish?: { readonly memberLimit?: number | null; readonly sharesNames?: boolean }): Promise<OpenEdxState>;
  addBlock(name: string, tool: string, settings?: Readonly<Record<string, unknown>>): Promise<OpenEdxRegistration>;
  stop(): Promise<void>;
}

export function startOpenEdx(release: string): Promise<OpenEdx>;
export function settingsFor(tool: string): Record<string, unknown>;
export function registrationOn(page: string, origin: string): OpenEdxRegistration;
