import { installPackages } from './packages.mjs';
import { isExecutable, onPath } from './run.mjs';
import { SetupProblem } from './setup-problem.mjs';

export { ensureMongod } from './mongod.mjs';
export { ensureOpenEdx, OPEN_EDX_RELEASES } from './open-edx.mjs';
export { ensureWorker } from './worker.mjs';

/** FFmpeg, which records and composes: FFMPEG_PATH, PATH, else the distribution's package. */
export function ensureFfmpeg() {
  return ensureCommand({ variable: 'FFMPEG_PATH', commands: ['ffmpeg'], packages: ['ffmpeg'], purpose: 'FFmpeg' });
}

/** Chromium, which the tests drive: CHROMIUM_PATH, PATH, else the distribution's package. */
export function ensureChromium() {
  return ensureCommand({
    variable: 'CHROMIUM_PATH',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: ['chromium'],
    purpose: 'Chromium (for the tests)',
  });
}

/** Firefox, in which a story runs as well: FIREFOX_PATH, PATH, else the distribution's package. */
export function ensureFirefox() {
  return ensureCommand({
    variable: 'FIREFOX_PATH',
    commands: ['firefox-esr', 'firefox'],
    packages: ['firefox-esr'],
    purpose: 'Firefox (for the tests)',
  });
}

/** The reverse proxy whose configuration in deploy/ a scenario runs for real. */
export function ensureNginx() {
  return ensureCommand({ variable: 'NGINX_PATH', commands: ['nginx'], packages: ['nginx-light'], purpose: 'nginx (for the tests)' });
}

/** docker-compose, which only reads and checks docker-compose.yml here; no Docker is needed. */
export function ensureDockerCompose() {
  return ensureCommand({
    variable: 'DOCKER_COMPOSE_PATH',
    commands: ['docker-compose'],
    packages: ['docker-compose'],
    purpose: 'docker-compose (for the tests)',
  });
}

/** OpenSSL, which makes the certificate of the reverse proxy that a scenario runs. */
export function ensureOpenssl() {
  return ensureCommand({ variable: 'OPENSSL_PATH', commands: ['openssl'], packages: ['openssl'], purpose: 'OpenSSL (for the tests)' });
}

/** PHP, which lints the Moodle plugin and runs its pure classes; a Moodle needs more of it (moodle-parts.mjs). */
export function ensurePhp() {
  return ensureCommand({ variable: 'PHP_PATH', commands: ['php'], packages: ['php-cli'], purpose: 'PHP (for the tests)' });
}

async function ensureCommand({ variable, commands, packages, purpose }) {
  const given = process.env[variable];
  if (given) {
    if (!isExecutable(given)) throw new SetupProblem(`${variable}=${given} is not an executable file.`);
    return given;
  }
  // Debian keeps server programs in sbin, which is not on an ordinary person's PATH.
  const find = () => onPath(...commands) ?? commands.map((name) => `/usr/sbin/${name}`).find(isExecutable);
  if (!find()) await installPackages(packages, purpose);
  const found = find();
  if (!found) throw new SetupProblem(`${purpose} was installed but ${commands[0]} is not on PATH; set ${variable} to it.`);
  return found;
}
