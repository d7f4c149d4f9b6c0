import { existsSync } from 'node:fs';
import { onPath, run, say, tail } from './run.mjs';
import { SetupProblem } from './setup-problem.mjs';

/**
 * Installs distribution packages where that is allowed (Debian or Ubuntu, as root or with sudo that asks
 * nothing); anywhere else it stops with the one line that says what to install.
 */
export async function installPackages(names, purpose) {
  const manual = `${purpose} is missing: install it with "sudo apt-get install ${names.join(' ')}" (or your system's equivalent) and try again.`;
  const prefix = await aptPrefix();
  if (!prefix) throw new SetupProblem(manual);
  say(`installing ${names.join(', ')} with apt-get (${purpose})`);
  const first = await apt(prefix, installArguments(names));
  if (first.code === 0) return;
  // A fresh image has no package lists, or ones too old to download from.
  await apt(prefix, ['update', '-q']);
  const second = await apt(prefix, installArguments(names));
  if (second.code !== 0) throw new SetupProblem(`${tail(second.output)}\n${manual}`);
}

const installArguments = (names) => ['install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...names];

function apt(prefix, args) {
  const [command, ...rest] = [...prefix, 'apt-get', ...args];
  return run(command, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

async function aptPrefix() {
  if (!existsSync('/etc/debian_version') || !onPath('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  if (onPath('sudo') && (await run('sudo', ['-n', 'true'])).code === 0) return ['sudo', '-n'];
  return undefined;
}
