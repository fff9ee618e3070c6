/** How loud a stream is, several times a second, between 0 and 1. */
const EVERY_MS = 60;
const FLOOR_DECIBELS = -60;

/** Starts listening; returns what ends it. */
export function listenTo(stream: MediaStream, heard: (level: number) => void): () => void {
  const room = new AudioContext();
  const source = room.createMediaStreamSource(stream);
  const ear = room.createAnalyser();
  ear.fftSize = 1024;
  source.connect(ear);
  const samples = new Float32Array(ear.fftSize);
  const timer = setInterval(() => {
    ear.getFloatTimeDomainData(samples);
    heard(level(samples));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    source.disconnect();
    void room.close();
  };
}

/** Loudness of samples on a scale that looks as it sounds: 0 at -60 dB and below, 1 at full scale. */
export function level(samples: Float32Array): number {
  const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
  const decibels = 10 * Math.log10(power || Number.MIN_VALUE);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DECIBELS));
}
