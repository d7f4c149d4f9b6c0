// A camera and a microphone that come from one clock: every two seconds the picture turns white and a tone sounds, both
// for 150 ms. Their distance in a recording is then the recording's own.
(() => {
  if (!navigator.mediaDevices) return;
  const EVERY = 2;
  const LONG = 0.15;
  let parts;
  function start() {
    const context = new AudioContext({ sampleRate: 48_000 });
    void context.resume();
    const out = context.createMediaStreamDestination();
    const gain = context.createGain();
    gain.gain.value = 0;
    gain.connect(out);
    const tone = context.createOscillator();
    tone.frequency.value = 1000;
    tone.connect(gain);
    tone.start();
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
    const pen = canvas.getContext('2d');
    let planned = Math.ceil(context.currentTime / EVERY) * EVERY;
    setInterval(() => {
      const now = context.currentTime;
      // The tone is planned ahead on the audio clock, to the sample.
      while (planned < now + 1) {
        gain.gain.setValueAtTime(0.5, planned);
        gain.gain.setValueAtTime(0, planned + LONG);
        planned += EVERY;
      }
      pen.fillStyle = now % EVERY < LONG ? '#fff' : '#101010';
      pen.fillRect(0, 0, 640, 360);
      // Something always moves, so that frames keep coming.
      pen.fillStyle = '#808080';
      pen.fillRect((now * 100) % 640, 350, 8, 8);
    }, 1000 / 30);
    return { context, audio: out.stream, video: canvas.captureStream(30) };
  }
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    parts ??= start();
    await parts.context.resume();
    const tracks = [...(wanted?.audio ? parts.audio.getAudioTracks() : []), ...(wanted?.video ? parts.video.getVideoTracks() : [])];
    return new MediaStream(tracks.map((track) => track.clone()));
  };
})();
