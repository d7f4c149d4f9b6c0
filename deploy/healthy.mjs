// The health check of a container: ends with 0 when the address answers 200.
const [address = ''] = process.argv.slice(2);
try {
  const answer = await fetch(address, { signal: AbortSignal.timeout(3_000) });
  await answer.body?.cancel();
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
