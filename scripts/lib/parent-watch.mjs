import { readFileSync } from 'node:fs';

/**
 * Calls back once when the `npm` that started this process is gone. npm cannot say so when it is killed
 * outright, and the shell it puts between lives on; being handed to another parent is the only sign.
 * A start without npm is left alone: whoever detaches it on purpose means it to outlive the terminal.
 */
export function onNpmGone(callback) {
  if (!process.env.npm_lifecycle_event) return;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
}

/** The parent, and behind a shell that only waits for this process also the shell's parent. */
function ancestors() {
  const parent = process.ppid;
  const { name, parentPid } = statusOf(parent);
  return /^(ba|da)?sh$/.test(name) ? `${parent} ${parentPid}` : `${parent}`;
}

function statusOf(pid) {
  try {
    // The name in parentheses may itself hold spaces and parentheses, so the fields count from its end.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    return { name: stat.slice(stat.indexOf('(') + 1, end), parentPid: stat.slice(end + 2).split(' ')[1] };
  } catch {
    return { name: '', parentPid: '' };
  }
}
