/** Each finds or installs one program and gives its absolute path; rejects with one line that says what to install. */
export function ensureMongod(): Promise<string>;
export function ensureWorker(): Promise<string>;
export function ensureFfmpeg(): Promise<string>;
export function ensureChromium(): Promise<string>;
export function ensureFirefox(): Promise<string>;
export function ensureNginx(): Promise<string>;
export function ensureDockerCompose(): Promise<string>;
export function ensureOpenssl(): Promise<string>;
export function ensurePhp(): Promise<string>;
/** The Python of an environment that holds that release of the Open edX consumer. */
export function ensureOpenEdx(release: string): Promise<string>;
export const OPEN_EDX_RELEASES: readonly string[];
