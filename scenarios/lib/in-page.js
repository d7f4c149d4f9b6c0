// Runs in every page of a story, before the page's own scripts; it only looks and listens.
window.__story = (() => {
  const SMALL = { width: 160, height: 90 };
  const BAND_ROWS = 12;
  const canvas = () => Object.assign(document.createElement('canvas'), SMALL);

  const tiles = () => [...document.querySelectorAll('[data-testid=tile]')];
  const tileOf = (name, isScreen) =>
    tiles().find((tile) => tile.dataset.name === name && (tile.dataset.kind === 'screen') === isScreen && tile.querySelector('video'));

  /** The top rows of a video's own picture, scaled to 160x90: where the timecode is. RGBA. */
  function band(video) {
    if (!video || video.readyState < 2 || !video.videoWidth) return null;
    const context = canvas().getContext('2d', { willReadFrequently: true });
    context.drawImage(video, 0, 0, SMALL.width, SMALL.height);
    return [...context.getImageData(0, 0, SMALL.width, BAND_ROWS).data];
  }

  /** Brightness of the whole picture, for seeing that there is one. */
  function look(video) {
    if (!video || video.readyState < 2 || !video.videoWidth) return null;
    const context = canvas().getContext('2d', { willReadFrequently: true });
    context.drawImage(video, 0, 0, SMALL.width, SMALL.height);
    const { data } = context.getImageData(0, 0, SMALL.width, SMALL.height);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) sum += data[at] + data[at + 1] + data[at + 2];
    return { width: video.videoWidth, height: video.videoHeight, brightness: sum / (data.length / 4) / 3, time: video.currentTime };
  }

  function base64(buffer) {
    const bytes = new Uint8Array(buffer);
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  }

  /** What a stream sounds like from now on for so long: 16-bit samples at 48 kHz, base64. */
  async function listen(stream, ms) {
    const context = new AudioContext({ sampleRate: 48_000 });
    await context.resume();
    const source = context.createMediaStreamSource(stream);
    // Deprecated, but the page's policy forbids the script from memory that a worklet would need.
    const tap = context.createScriptProcessor(4096, 1, 1);
    const wanted = Math.round((ms / 1000) * 48_000);
    const heard = new Int16Array(wanted);
    let filled = 0;
    await new Promise((resolve) => {
      tap.onaudioprocess = ({ inputBuffer }) => {
        const samples = inputBuffer.getChannelData(0);
        for (let index = 0; index < samples.length && filled < wanted; index += 1) {
          heard[filled] = Math.max(-1, Math.min(1, samples[index])) * 32_767;
          filled += 1;
        }
        if (filled >= wanted) resolve();
      };
      source.connect(tap);
      tap.connect(context.destination);
    });
    await context.close();
    return base64(heard.buffer);
  }

  /** The same as the browser itself would record it, a WebM in base64: without a loudspeaker Firefox starts no audio context. */
  async function tape(stream, ms) {
    const recorder = new MediaRecorder(new MediaStream(stream.getAudioTracks()));
    const pieces = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    const done = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    setTimeout(() => recorder.stop(), ms);
    await done;
    return base64(await new Blob(pieces).arrayBuffer());
  }

  const audioOf = (seat) => document.querySelector(`[data-testid=audio][data-source=microphone][data-seat="${seat}"]`);

  const soundOf = (name) => {
    const seat = tiles().find((tile) => tile.dataset.name === name)?.dataset.seat;
    return seat && audioOf(seat)?.srcObject;
  };

  return {
    tiles: () => tiles().map((tile) => ({ ...tile.dataset, hasPicture: !!tile.querySelector('video')?.videoWidth })),
    band: (name) => band(tileOf(name, false)?.querySelector('video')),
    picture: (name) => look(tileOf(name, false)?.querySelector('video')),
    screen: (name) => look(tileOf(name, true)?.querySelector('video')),
    bandOfPlayer: () => band(document.querySelector('video')),
    seatOf: (name) => tiles().find((tile) => tile.dataset.name === name)?.dataset.seat ?? null,
    listen(name, ms) {
      const stream = soundOf(name);
      return stream ? listen(stream, ms) : null;
    },
    tape(name, ms) {
      const stream = soundOf(name);
      return stream ? tape(stream, ms) : null;
    },
  };
})();
