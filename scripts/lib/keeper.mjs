// Ends what `npm start` left running when it is killed without a chance to clean up. It is told the
// process ids on its input; the input ends when the parent does, however that happens, because the
// kernel closes the pipe. A clean stop tells it to forget everybody first.
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

const GRACE_MS = 8000;
const groups = [];

// The signals of a terminal are for the parent; this process ends when its input does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'forget') groups.length = 0;
  else if (Number(line) > 1) groups.push(Number(line));
}
// In the order of a clean stop: those that write to the database go before it.
for (const group of groups.reverse()) await end(group);

async function end(group) {
  // The leader first and alone: its media workers and encoders are its to end in good order.
  signal(group, 'SIGTERM');
  await untilGone(group);
  // What it left behind, were it only because it was already dead.
  signal(-group, 'SIGTERM');
  await untilGone(-group);
  signal(-group, 'SIGKILL');
}

async function untilGone(pid) {
  const deadline = Date.now() + GRACE_MS;
  while (signal(pid, 0) && Date.now() < deadline) await delay(50);
}

/** Whether there was anybody to signal; a negative id is a group. */
function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
