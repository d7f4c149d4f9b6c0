/** A moving picture of somebody, drawn here: a gallery needs no camera. */
export function drawnPerson(hue: number): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 360;
  const paint = canvas.getContext('2d');
  const draw = () => {
    if (!paint) return;
    const sky = paint.createLinearGradient(0, 0, 0, 360);
    sky.addColorStop(0, `hsl(${hue} 22% 62%)`);
    sky.addColorStop(1, `hsl(${hue} 26% 40%)`);
    paint.fillStyle = sky;
    paint.fillRect(0, 0, 640, 360);
    paint.fillStyle = `hsl(${(hue + 30) % 360} 40% 30%)`;
    paint.beginPath();
    paint.ellipse(320, 360, 150, 130, 0, 0, Math.PI * 2);
    paint.fill();
    paint.fillStyle = `hsl(${20 + (hue % 20)} 45% ${45 + (hue % 30)}%)`;
    paint.beginPath();
    paint.ellipse(320, 170 + Math.sin(performance.now() / 900) * 3, 62, 78, 0, 0, Math.PI * 2);
    paint.fill();
  };
  draw();
  setInterval(draw, 200);
  return trackOf(canvas);
}

/** A slide, as somebody would share it. */
export function drawnSlide(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 720;
  const paint = canvas.getContext('2d');
  const draw = () => {
    if (!paint) return;
    paint.fillStyle = '#ffffff';
    paint.fillRect(0, 0, 1280, 720);
    paint.fillStyle = '#1d3a6b';
    paint.font = '600 56px sans-serif';
    paint.fillText('Photosynthesis', 90, 130);
    paint.fillStyle = '#333b46';
    paint.font = '32px sans-serif';
    for (const [index, line] of ['Light becomes chemical energy', '6 CO₂ + 6 H₂O → C₆H₁₂O₆ + 6 O₂', 'Where: the chloroplast'].entries())
      paint.fillText(`•  ${line}`, 100, 230 + index * 70);
  };
  draw();
  setInterval(draw, 500);
  return trackOf(canvas);
}

/** A picture as a message of the chat shows it. */
export function aPicture(): string {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 400];
  const paint = canvas.getContext('2d');
  if (paint) {
    paint.fillStyle = '#dff0d8';
    paint.fillRect(0, 0, 640, 400);
    for (let cell = 0; cell < 12; cell += 1) {
      paint.fillStyle = cell % 3 === 0 ? '#6aa84f' : '#93c47d';
      paint.fillRect(20 + (cell % 4) * 155, 20 + Math.floor(cell / 4) * 125, 140, 110);
    }
  }
  return canvas.toDataURL();
}

function trackOf(canvas: HTMLCanvasElement): MediaStreamTrack {
  const [track] = canvas.captureStream(5).getVideoTracks();
  if (!track) throw new Error('This browser draws no pictures.');
  return track;
}
